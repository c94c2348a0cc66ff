"""The course's own questions: each clean, and each number found a second time from nothing but what is shown."""

from __future__ import annotations

import re

import numpy as np
import pytest

from softmark.quiz import Kind, Reject, State, draw, judge
from softmark.quiz.block import parameters_of
from softmark.quiz.linting import lint_bank


def _numbers(text):
    return [float(number.replace(",", "")) for number in re.findall(r"-?\d[\d,]*\.?\d*", text)]


def _dense(seen):
    inputs, hidden, classes = (int(number) for number in _numbers(seen.text))
    return sum(inputs + 1 for _unit in range(hidden)) + sum(hidden + 1 for _unit in range(classes))


def _recall(seen):
    _people, found, missed, _alarmed = _numbers(seen.text)
    return found / (found + missed)


def _forward(seen):
    W, x, b = (
        np.array([[float(one) for one in row.split("&")] for row in held.split(r"\\")])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", seen.text)
    )
    return np.clip(W @ x + b, 0, None)


def _convolution(seen):
    size, _again, _filters, kernel, stride = (int(number) for number in _numbers(seen.text.replace("Conv2D", ""))[:5])
    positions = len(range(0, size - kernel + 1, stride))
    return f"{positions} × {positions}"


def _updates(seen):
    batch, epochs, rows, claimed = (int(number) for number in _numbers(seen.text))
    return claimed == epochs * len(range(0, rows, batch))


SOLVERS = {
    "dense-parameters": _dense,
    "recall-precision-counts": _recall,
    "forward-pass": _forward,
    "output-size": _convolution,
    "updates-per-epoch": _updates,
}


def test_bank_is_clean(bank):
    """The linter, over every question and its variants."""
    assert lint_bank(bank, seeds=20).findings == ()


def test_each_type_has_an_example(bank):
    """And each topic its folder."""
    assert {question.kind for question in bank.questions} == set(Kind)
    assert any("picture" in question.block for question in bank.questions)
    assert len({question.topic for question in bank.questions}) >= 5


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
