"""The course's own questions: each clean, and each number found a second time from nothing but what is shown."""

from __future__ import annotations

import importlib
import pkgutil

import numpy as np
import pytest

from softmark.quiz import Kind, Reject, State, draw, judge
from softmark.quiz.block import has_parameters, parameters_of
from softmark.quiz.linting import lint_bank
from tests.quiz import solvers

SOLVERS = {
    question: solve
    for module in pkgutil.iter_modules(solvers.__path__)
    for question, solve in importlib.import_module(f"{solvers.__name__}.{module.name}").SOLVERS.items()
}


def test_bank_is_clean(bank):
    """The linter, over every question and its variants."""
    assert lint_bank(bank, seeds=20).findings == ()


def test_each_type_has_an_example(bank):
    """And each topic its folder."""
    assert {question.kind for question in bank.questions} == set(Kind)
    assert any("picture" in question.block for question in bank.questions)
    assert len({question.topic for question in bank.questions}) >= 5


def test_every_drawn_number_is_solved_a_second_time(bank):
    """Where it follows from the text alone; what is read off a picture is not."""
    numeric = [question for question in bank.questions if question.kind in (Kind.NUMBER, Kind.MATRIX)]
    drawn = {question.id for question in numeric if has_parameters(question) and "def picture" not in question.block}
    assert drawn - set(SOLVERS) == set()
    assert len(drawn) > 100


@pytest.mark.parametrize("name", SOLVERS)
def test_answer_is_found_from_what_is_shown(examples, name):
    """By somebody who has not read the question's own program."""
    for seed in range(20):
        variant = draw(examples[name], seed)
        assert judge(variant, SOLVERS[name](variant.seen)).state is State.RIGHT, variant.seen.text


def test_pictures_show_what_is_asked_for(examples):
    """The lowest point of the curve that is plotted, and the row of the matrix, give the answer."""
    for seed in range(20):
        for name, found in (("best-epoch", _lowest), ("confusion-recall", _row_share)):
            try:
                values = parameters_of(examples[name], np.random.default_rng(seed))
            except Reject:
                continue
            assert found(values) == pytest.approx(values["best" if name == "best-epoch" else "recall"])


def _lowest(values):
    return min(zip(values["val"], values["epochs"], strict=True))[1]


def _row_share(values):
    row = values["names"].index(values["name"])
    return values["counts"][row][row] / sum(values["counts"][row])
