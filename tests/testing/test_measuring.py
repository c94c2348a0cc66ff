"""What a test held against which bounds is known, and nothing else of it changes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from softmark.model import Measured
from softmark.testing import TestOutcome, run_plain, run_tests


def outcome_of(source: str, **names: Any) -> TestOutcome:
    """What became of the first test in a cell's text."""
    namespace: dict[str, Any] = {"np": np, **names}
    defined = run_plain(source, namespace, "<cell>")
    assert defined.outcome.passed, defined.outcome.detail
    test = next(value for name, value in namespace.items() if name.startswith("test_"))
    (outcome,) = run_tests([test], namespace.__getitem__, path="<cell>")
    return outcome


@pytest.mark.parametrize(
    ("comparison", "value", "bound", "above"),
    [
        ("score > 0.9", 0.95, 0.9, True),
        ("score >= ENOUGH", 0.95, 0.5, True),
        ("0.9 < score", 0.95, 0.9, True),
        ("1.5 >= score", 0.95, 1.5, False),
        ("score < LIMITS['small']", 0.95, 2.0, False),
        ("ENOUGH < np.float32(0.75)", 0.75, 0.5, True),
        ("np.array(3.5) > -ENOUGH / 2", 3.5, -0.25, True),
        ("score < other", 0.95, 0.96, False),
        ("score > 0 and True", 0.95, 0.0, True),
        ("any(s > 0.5 for s in [score])", 0.95, 0.5, True),
    ],
)
def test_comparison_is_measured(comparison: str, value: float, bound: float, above: bool) -> None:
    given = "ENOUGH, LIMITS = 0.5, {'small': 2.0}\n\ndef test_it():\n    score, other = 0.95, 0.96\n"
    outcome = outcome_of(f"{given}    assert {comparison}")
    assert outcome.passed, outcome.detail
    (measured,) = outcome.measured
    assert (measured.value, measured.bound, measured.above) == (value, bound, above)
    assert measured.line == 5


def test_chain_in_an_assertion_is_two_comparisons() -> None:
    outcome = outcome_of("def test_it():\n    share = 0.25\n    assert 0.1 <= share <= 0.4, 'No.'")
    assert [(one.text, one.bound, one.above) for one in outcome.measured] == [
        ("0.1 <= share", 0.1, True),
        ("share <= 0.4", 0.4, False),
    ]


@pytest.mark.parametrize(
    "assertion",
    ["3 > 2", "len([1]) < 3", "'b' > 'a'", "(np.array([0.5]) < 1).all()", "True > False", "0.5 == 0.5", "1.0 in [1.0]"],
)
def test_what_is_no_fraction_is_not_measured(assertion: str) -> None:
    outcome = outcome_of(f"def test_it():\n    assert {assertion}")
    assert outcome.passed
    assert outcome.measured == ()


def test_nearest_of_a_loop_and_of_all_cases_is_kept() -> None:
    source = (
        "import pytest\n@pytest.mark.parametrize('shift', [0.0, 0.3])\n"
        "def test_it(shift):\n    for score in (0.9, 0.6, 0.8):\n        assert score + shift > 0.5"
    )
    (measured,) = outcome_of(source).measured
    assert measured.value == 0.6


def test_value_that_is_no_number_is_kept_before_all_others() -> None:
    (measured,) = outcome_of(
        "def test_it():\n    for loss in (1.0, float('nan'), 0.4):\n        assert not loss > 2"
    ).measured
    assert math.isnan(measured.value)


def test_failing_assertion_explains_itself_as_before() -> None:
    outcome = outcome_of("def test_it():\n    def score(): return 0.4\n    assert score() > 0.9, 'Too low.'")
    assert outcome.message == "Too low."
    assert "assert 0.4 > 0.9" in outcome.detail
    assert "where 0.4 = " in outcome.detail
    assert outcome.measured == (Measured("score() > 0.9", 3, 0.4, 0.9, above=True),)


def test_object_is_compared_by_itself_and_asked_for_nothing_else() -> None:
    asked = []

    class Odd:
        def __gt__(self, other: object) -> str:
            asked.append(("gt", other))
            return "yes"

        def __float__(self) -> float:
            asked.append(("float", None))
            return 1.0

    outcome = outcome_of("def test_it(odd):\n    assert (odd > 0.5) == 'yes'", odd=Odd())
    assert outcome.passed, outcome.detail
    assert asked == [("gt", 0.5)]
    assert outcome.measured == ()


def test_error_of_a_comparison_is_told_without_our_lines() -> None:
    outcome = outcome_of("def test_it():\n    assert 'a' > 0.5")
    assert outcome.exception == "TypeError"
    assert outcome.error is not None
    assert [place.path for place in outcome.error.places] == ["<cell>"]
    assert "measuring" not in outcome.detail


def test_comparison_over_several_lines_is_python() -> None:
    assertion = "    assert (\n        score > 0.5 and 0.1\n        < score\n    ), (\n        'No.'\n    )"
    outcome = outcome_of(f"def test_it():\n    score = 0.75\n{assertion}")
    assert outcome.passed, outcome.detail
    assert [(one.text, one.line) for one in outcome.measured] == [("score > 0.5", 4), ("0.1 < score", 4)]
