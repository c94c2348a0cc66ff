"""Points for parts: what is known earns, guessing and selecting all do not."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from softmark.quiz import State, draw, judge

RULES = (Path(__file__).parents[2] / "docs" / "questions.md").read_text()
SHEETS = 10_000


def _options(number, right):
    return "Which?\n\n## Options\n" + "".join(
        f"- [{'x' if at < right else ' '}] o{at}: Option {at}.\n" for at in range(number)
    )


def _pairs(*rights):
    return "Match.\n\n## Pairs\n" + "".join(f"- p{at}: Left {at} => {right}\n" for at, right in enumerate(rights))


def _steps(number):
    return "Order.\n\n## Order\n" + "".join(f"{at}. s{at}: Step {at}.\n" for at in range(1, number + 1))


# A row of the table in docs/questions.md; the question; all answers that somebody who guesses might give.
GUESSED = {
    "single, 4 options": ("single", _options(4, 1), list("abcd")),
    "multiple, 4 options, 2 right": ("multiple", _options(4, 2), list(product([False, True], repeat=4))),
    "multiple, 5 options, 2 right": ("multiple", _options(5, 2), list(product([False, True], repeat=5))),
    "multiple, 7 options, 4 right": ("multiple", _options(7, 4), list(product([False, True], repeat=7))),
    "true-false": ("true-false", "So?\n\n## Answer\nfalse\n", [True, False]),
    "matching, 4 pairs": ("matching", _pairs(1, 2, 3, 4), list(permutations("abcd"))),
    "matching, 4 of 5 right sides": ("matching", _pairs(1, 2, 3, 4) + "- q: => 5\n", list(permutations("abcde", 4))),
    "ordering, 4 steps": ("ordering", _steps(4), list(permutations("abcd"))),
    "ordering, 5 steps": ("ordering", _steps(5), list(permutations("abcde"))),
}


def _written(kind, guess):
    return (
        dict(zip("abcdefg", guess, strict=False))
        if kind == "multiple"
        else list(guess)
        if kind != "true-false"
        else guess
    )


@pytest.mark.parametrize("row", GUESSED)
def test_guessing_earns_what_the_rules_say(ask, row):
    """10,000 random sheets, each guess as likely: on average what docs/questions.md says."""
    kind, body, guesses = GUESSED[row]
    rng = np.random.default_rng(5)
    variant = draw(ask(kind, body), 0)
    earned = [judge(variant, _written(kind, guess)).share for guess in guesses]
    sheets = rng.choice(earned, size=SHEETS)
    told = next(line for line in RULES.splitlines() if line.startswith(f"| {row} |"))
    expected = float(told.split("|")[2])
    assert np.mean(earned) == pytest.approx(expected, abs=0.005)
    assert sheets.mean() == pytest.approx(expected, abs=0.005 + 4 * sheets.std() / SHEETS**0.5)


@pytest.mark.parametrize(
    ("kind", "body", "answer"),
    [
        ("multiple", _options(5, 2), "abcde"),
        ("multiple", _options(5, 4), "abcde"),
        ("multiple", _options(3, 1), "abc"),
        *(("matching", _pairs(1, 2, 3, 4), letter * 4) for letter in "abcd"),
        *(("matching", _pairs("odd", "even", "odd", "odd"), letter * 4) for letter in "ab"),
    ],
)
def test_selecting_all_earns_nothing(ask, kind, body, answer):
    """Nor does matching everything with the same."""
    for seed in range(5):
        assert judge(draw(ask(kind, body), seed), list(answer)).share == 0


def test_parts_of_a_selection(ask):
    """Each right one earns, each wrong one costs at least as much."""
    variant = draw(ask("multiple", _options(5, 2), "order: fixed\n"), 0)
    shares = {answer: judge(variant, answer).share for answer in ("ab", "a", "ac", "abc", "abcd", "c", "...")}
    assert shares == {"ab": 1, "a": 0.5, "ac": 0, "abc": 0.5, "abcd": 0, "c": 0, "...": 0}
    assert judge(variant, "abc").chosen == ("o0", "o1", "o2")
    assert judge(variant, "abc").state is State.PARTLY


def test_parts_of_a_matching(ask):
    """One hit of four is what anybody gets; two earn a third, and four are all."""
    variant = draw(ask("matching", _pairs(1, 2, 3, 4)), 3)
    right = [variant.key.right[left] for left in "1234"]
    swapped = [right[1], right[0], *right[2:]]
    turned = [right[0], right[2], right[3], right[1]]
    assert [judge(variant, answer).share for answer in (right, swapped, turned)] == [1, pytest.approx(1 / 3), 0]
    assert judge(variant, [right[0], right[1], right[2], None]).share == pytest.approx(2 / 3)
    assert judge(variant, swapped).chosen == ("p2", "p3")


def test_parts_of_an_ordering(ask):
    """Kendall's tau: one pair of neighbours the wrong way round costs a third of four steps; backwards is nothing."""
    variant = draw(ask("ordering", _steps(4)), 3)
    one, two, three, four = variant.key.right
    orders = ([one, two, three, four], [two, one, three, four], [two, one, four, three], [four, three, two, one])
    assert [judge(variant, order).share for order in orders] == [1, *map(pytest.approx, (2 / 3, 1 / 3)), 0]


def test_feedback_of_what_was_chosen(ask):
    """And of nothing else: neither the right option nor another wrong one is told."""
    body = (
        _options(3, 1)
        .replace("o1: Option 1.", "o1: Option 1.\n  > One is not it.")
        .replace("2.\n", "2.\n  > Nor two.\n")
    )
    variant = draw(ask("single", body, "order: fixed\n"), 0)
    assert judge(variant, "b").message == "(b) One is not it."
    assert judge(variant, "a").message == "Right."
    assert judge(variant, "c").chosen == ("o2",)


@pytest.mark.parametrize(
    ("answer", "right", "tolerance", "judged"),
    [
        (39760, 39760, "", True), (39761, 39760, "", False), (39760.0, 39760, "", True),
        (0.948, 0.9471, "", True), (0.96, 0.9471, "", False),
        (3.0, 2.5, "tolerance: 0.5\n", True), (3.01, 2.5, "tolerance: 0.5\n", False),
        (103, 100, "tolerance: 0.5 or 3%\n", True), (103.4, 100, "tolerance: 0.5 or 3%\n", False),
        (0.05, 0.0, "", False), (1e-9, 0.0, "tolerance: 1e-6\n", True),
    ],
)  # fmt: skip
def test_tolerance(ask, answer, right, tolerance, judged):
    """Whole numbers are exact, others within 1 %, if nothing else is said; the larger of two tolerances holds."""
    variant = draw(ask("number", f"How much?\n\n## Answer\n{right}\n", tolerance), 0)
    assert (judge(variant, answer).state is State.RIGHT) == judged


def test_mistakes_are_recognised(ask):
    """A number, matrix or text that a known misconception leads to gets that feedback, and its id for statistics."""
    number = draw(ask("number", "n?\n\n## Answer\n0.5\n\n## Mistakes\n- half: 0.25\n  > Not squared.\n"), 0)
    assert (judge(number, "25 %").message, judge(number, 0.251).chosen) == ("Not squared.", ("half",))
    assert judge(number, 0.3).chosen == ()
    text = draw(ask("text", "t?\n\n## Answer\nrecall\n\n## Mistakes\n- other: precision\n  > The column.\n"), 0)
    assert judge(text, " Precision. ").message == "The column."
    matrix = draw(ask("matrix", "m?\n\n## Answer\n[[1, 2]]\n\n## Mistakes\n- turned: [[2, 1]]\n  > Turned.\n"), 0)
    assert judge(matrix, [2, 1]).message == "Turned."
    assert "shape" in judge(matrix, [1, 2, 3]).message


@pytest.mark.parametrize(
    ("answer", "right"),
    [([[1], [2], [3]], True), ([1, 2, 3], True), ([[1, 2, 3]], True), 
     ([1, 2], False), ([1, 2, 3.1], False), ([3, 2, 1], False)],
)  # fmt: skip
def test_vector_as_row_column_or_list(ask, answer, right):
    """Dimensions of length 1 do not matter; every number does."""
    variant = draw(ask("matrix", "m?\n\n## Answer\n[1, 2, 3]\n"), 0)
    assert (judge(variant, answer).state is State.RIGHT) == right


@pytest.mark.parametrize(
    "answer", ["Over-fitting", "overfitting", " over  fitting. ", "'over_fitting'", 
     "\uff2f\uff36\uff25\uff32fitting", "over\u2011fitting", "the overfitting"]
)  # fmt: skip
def test_texts_are_compared_without_what_does_not_matter(ask, answer):
    """Case, blanks, width, hyphens; but not a letter."""
    variant = draw(ask("text", "t?\n\n## Answer\n- high variance\n- over-fitting\n"), 0)
    assert judge(variant, answer).state is State.RIGHT
    assert judge(variant, "underfitting").state is State.WRONG
    assert "over" not in judge(variant, "underfitting").message.casefold()
