"""Answers that students write down are read in the forms that people write them in, and in no others."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from softmark.checks import as_number, choice, number, selection


@pytest.mark.parametrize(
    "form",
    [
        0.85,
        np.float32(0.85),
        np.array(0.85),
        np.array([[0.85]]),
        [0.85],
        pd.Series([0.85]),
        Decimal("0.85"),
        Fraction(17, 20),
        "0.85",
        "0,85",
        " ≈ 0.85. ",
        ".85",
        "85 %",
        "85%",
        "8.5e-1",
        np.str_("0.85"),
        ["0.85"],
    ],
)
def test_forms_of_one_number(form):
    """Python's, numpy's and pandas' numbers, and texts with a point, a comma or a percent sign."""
    assert as_number(form) == pytest.approx(0.85)
    assert number(form, 0.85)


def test_tensors_are_numbers():
    """A tensor of one value is one number."""
    tensorflow = pytest.importorskip("tensorflow")
    assert as_number(tensorflow.constant([0.25])) == 0.25


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("12 000", 12000),
        ("1,000,000", 1e6),
        ("−3", -3),
        ("+2", 2),
        ("1,5", 1.5),
        ("= 4", 4),
    ],
)
def test_separators_in_texts(text, value):
    """Of comma and point, the last one is the decimal one; what stands several times separates thousands."""
    assert as_number(text) == value


@pytest.mark.parametrize(
    "answer",
    [
        True,
        np.bool_(False),
        [True],
        None,
        ...,
        [1, 2],
        [],
        1j,
        float("nan"),
        float("inf"),
        "",
        "two",
        "1 or 2",
        "1.2.3,4,5",
        object(),
        {"a": 1},
        print,
        {1},
    ],
)
def test_what_is_no_number(answer):
    """Truth values, several numbers, words and nothing at all are no number; each is said so."""
    found = number(answer, 1)
    assert found.seen == "unreadable"
    assert found.message.startswith("Your answer")


def test_slips_with_numbers():
    """Percent instead of a share, a lost sign and a wrong value each have a sentence; the right value is in none."""
    assert number(85, 0.85).seen == number(0.85, 85).seen == "percent"
    assert number("85 %", 85)
    assert number("85", 0.85).seen == "percent"
    assert number(-0.85, 0.85).seen == "sign"
    assert number(0.7, 0.85).seen == "value"
    assert "85" not in number(0.7, 0.85).message
    assert number(0.0, 1e-9).seen == "value"


def test_tolerance_is_relative_and_absolute():
    """Both tolerances add up, and a bound is a bound."""
    assert number(100.09, 100)
    assert not number(100.2, 100)
    assert number(100.2, 100, atol=0.5)
    assert number(1e-4, 0, atol=1e-3)
    assert not number(1e-4, 0)
    assert number(3, 3, rtol=0)


@pytest.mark.parametrize(
    "form",
    [
        "b",
        "B",
        " (b) ",
        "b.",
        "b)",
        "[B]",
        "'b'",
        "**b**",
        ["b"],
        ("b",),
        {"b"},
        np.array("b"),
        np.array(["b"]),
        "b) since the loss falls",
        "(b) a loss that falls",
        "B: the loss",
        {"a": False, "b": True},
    ],
)
def test_forms_of_one_choice(form):
    """Case, brackets, quotes, containers and a reason make no other choice."""
    assert choice(form, "b", "abc").message == ""
    assert choice(form, "a", "abc").seen == "wrong"


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (None, "unreadable"),
        ("", "unreadable"),
        ([], "unreadable"),
        ("d", "unreadable"),
        (2, "unreadable"),
        ("because", "unreadable"),
        (object(), "unreadable"),
        ("ab", "several"),
        ("a, b", "several"),
        ({"a", "b"}, "several"),
        ("a) or b) is right", "unreadable"),
        ("a", "wrong"),
        ("abc", "several"),
    ],
)
def test_what_is_not_the_choice(answer, seen):
    """Nothing, no option, several, and another one: neither a lucky letter nor everything at once is right."""
    found = choice(answer, "b", "abc")
    assert (bool(found), found.seen, found.share) == (False, seen, 0.0)


def test_options_may_be_words_and_numbers():
    """Words with blanks, whole numbers in any type, and options that differ in case alone."""
    words = ["early stopping", "dropout", "more layers"]
    assert choice("Early stopping", "early stopping", words)
    assert selection("dropout, early stopping", words[:2], words)
    assert selection(["Dropout", "early stopping."], words[:2], words)
    assert choice(2.0, 2, [1, 2, 3])
    assert choice("2", 2, [1, 2, 3])
    assert choice("A", "A", "aA")
    assert not choice("a", "A", "aA")


@pytest.mark.parametrize(
    "form",
    [
        {"a", "d"},
        ["a", "d"],
        ("D", "A"),
        "ad",
        "a, d",
        "A and D",
        "(a), (d)",
        "a;d",
        "a d",
        np.array(["a", "d"]),
        {"a": True, "b": False, "d": 1},
        ["a", "a", "d"],
        pd.Series(["a", "d"]),
        "['a', 'd']",
    ],
)
def test_forms_of_one_selection(form):
    """Sets, sequences, texts and dictionaries of truth values hold the same options."""
    assert selection(form, "ad", "abcde").message == ""


def test_parts_of_a_selection():
    """A wrong option costs no less than a right one earns, down to 0; the message does not say which it was."""
    shares = {"a": 1 / 2, "ab": 0, "abd": 1 / 2, "abcd": 0, "abcde": 0, "b": 0, "bce": 0}
    for answer, share in shares.items():
        found = selection(answer, "ad", "abcde")
        assert not found
        assert found.share == pytest.approx(share)
        assert found.message == selection("b", "ad", "abcde").message
    for nothing in (None, "", [], {"a": False}):
        found = selection(nothing, "ad", "abcde")
        assert (found.seen, found.share) == ("unreadable", 0.0)
    assert selection("abc", "abc", "abc")  # where all are right


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_guessing_earns_little(size):
    """Selecting any number of options blindly earns at most 1/n on average, or 1/3 if most are right; all earn 0."""
    options = "abcdef"[:size]
    for count in range(1, size):
        questions = list(combinations(options, count))
        for blind in range(1, size + 1):
            earned = [selection(options[:blind], right, options).share for right in questions]
            assert np.mean(earned) <= (1 / size if 2 * count < size else 1 / 3) + 1e-9
            assert blind < size or max(earned) == 0
