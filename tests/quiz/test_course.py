"""The course's quizzes: each asks what it must, and every learning goal and every misconception is asked somewhere."""

from __future__ import annotations

import tomllib
from pathlib import Path

import nbformat
import pytest

from softmark.quiz import Kind, State, judge
from softmark.quiz.answered import answered
from softmark.quiz.block import has_parameters
from softmark.quiz.building import build
from softmark.quiz.choosing import places_of
from softmark.quiz.proving import key_answers
from softmark.quiz.quizfile import QUIZ_FILE, Mode, read_quiz
from softmark.quiz.stored import variant_of_json

ROOT = Path(__file__).parents[2]
# Questions and points, as the course has them.
QUIZZES = {
    "q1-units": (20, None),
    "q2-losses": (25, None),
    "q3-metrics": (20, None),
    "q4-generalisation": (25, None),
    "q5-midterm": (20, 40),
    "q5-midterm-2": (20, 40),
    "q6-classical-and-convolution": (25, None),
    "q7-sequences": (30, None),
    "q8-final": (30, 40),
}


@pytest.fixture(scope="module")
def goals():
    return tomllib.loads((ROOT / "questions" / "goals.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def places(bank):
    known = {}

    def drawn(name):
        if name not in known:
            quiz = read_quiz(ROOT / "source" / name / QUIZ_FILE)
            known[name] = quiz, places_of(quiz, bank)
        return known[name]

    return drawn


def test_every_quiz_is_known():
    assert sorted(path.parent.name for path in (ROOT / "source").glob("*/quiz.toml")) == sorted(QUIZZES)


def test_every_goal_of_a_pool_is_asked(bank, goals):
    """346 entries of the eight pools; and each of the 80 misconceptions."""
    asked = {goal for question in bank.questions for goal in question.goals}
    assert sum(len(pool) for pool in goals["quizzes"].values()) == 346
    assert {name: sorted(set(pool) - asked) for name, pool in goals["quizzes"].items()} == {
        name: [] for name in goals["quizzes"]
    }
    misconceptions = {f"E{number:02}" for number in range(1, 81)}
    assert misconceptions <= set(goals["goals"])
    assert misconceptions - asked == set()


def test_every_goal_is_asked_or_trained(goals):
    used = {goal for table in ("quizzes", "tasks") for ids in goals[table].values() for goal in ids}
    assert {goal for goal in goals["goals"] if not goal.startswith("E")} == used
    assert len(used) == 530


def test_a_third_of_the_bank_has_variants(bank):
    """The linter holds those to 20 variants."""
    assert 3 * sum(has_parameters(question) for question in bank.questions) >= len(bank.questions)


@pytest.mark.parametrize("name", QUIZZES)
def test_quiz_asks_as_many_questions_as_it_must(places, name):
    quiz, asked = places(name)
    count, points = QUIZZES[name]
    assert len(asked) == count
    if points is not None:
        assert quiz.mode is Mode.EXAM
        assert sum(place.points for place in asked) == points
    at = [variant.question for place in asked for variant in {one.question: one for one in place.variants}.values()]
    assert len(at) == len(set(at)), "A question stands at two places."


@pytest.mark.parametrize("name", QUIZZES)
def test_key_holds_for_every_variant(places, name):
    """After its trip through the file; and the notebook is one."""
    quiz, asked = places(name)
    built = build(quiz, asked)
    nbformat.validate(nbformat.from_dict(built.notebook))
    for place in asked:
        if place.kind is Kind.CODE:
            continue
        stored = built.key["questions"][place.name]["variants"]
        assert len(stored) == len(place.variants)
        for plain in stored:
            variant = variant_of_json(plain)
            assert all(judge(variant, answer).state is State.RIGHT for answer in key_answers(variant)), variant.question
    first = next(place for place in asked if place.kind is not Kind.CODE)
    right = key_answers(first.variants[0])[0]
    if quiz.mode is Mode.PRACTICE:
        assert answered(built.key, first.name, right)
        assert answered(built.key, first.name, ...).seen == State.NOT_ATTEMPTED
    else:
        assert answered(built.key, first.name, right, ...).seen == "no student"


def test_versions_of_the_midterm_differ(places):
    """From the same blueprint: as many questions and points, other ones at most places."""
    one, other = (places(name)[1] for name in ("q5-midterm", "q5-midterm-2"))
    same = [a.variants[0].question == b.variants[0].question for a, b in zip(one, other, strict=True)]
    assert sum(same) < len(same) / 4
