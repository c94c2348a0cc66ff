"""Thresholds held against runs: what is fine, too near, inside the noise, or can separate nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from softmark.model import Measured
from softmark.verify.thresholds import Run, Threshold, Unit, Verdict, in_unit, rate_bounds, tolerance_factor

RIGHT = (0.94, 0.95, 0.96, 0.955, 0.945)


def threshold(
    bound: float, right: tuple[float, ...] = RIGHT, wrong: tuple[float, ...] = (0.1,), *, operator: str = "labels"
) -> Threshold:
    """One with runs of the reference, and of mutants of one kind."""
    runs = tuple(Run("reference", "", value) for value in right)
    return Threshold("cell", "test_it", "x > T", 1, bound, runs, tuple(Run("m", operator, value) for value in wrong))


@pytest.mark.parametrize(
    ("bound", "verdict"),
    [
        (0.4, Verdict.FINE),
        (0.52, Verdict.FINE),  # half way is (0.94 + 0.1) / 2
        (0.53, Verdict.NEAR),
        (0.85, Verdict.NEAR),
        (0.93, Verdict.NOISE),
        (0.942, Verdict.FAILS),
    ],
)
def test_bound_below_what_right_runs_reach(bound: float, verdict: Verdict) -> None:
    assert threshold(bound).verdict is verdict


@pytest.mark.parametrize(
    ("bound", "verdict"),
    [(2.0, Verdict.FINE), (1.05, Verdict.FINE), (1.03, Verdict.NEAR), (0.07, Verdict.NOISE), (0.05, Verdict.FAILS)],
)
def test_bound_above_what_right_runs_reach(bound: float, verdict: Verdict) -> None:
    """A loss: half way from the worst, 0.06, to a useless 2.02 is 1.04."""
    assert threshold(bound, (0.04, 0.05, 0.06, 0.055, 0.045), (2.02,)).verdict is verdict


def test_worst_of_all_right_solutions_counts() -> None:
    """One that is a little worse than the reference, and spreads more, decides."""
    runs = (*(Run("reference", "", value) for value in RIGHT), *(Run("plain", "", value) for value in (0.7, 0.8, 0.9)))
    one = Threshold("cell", "test_it", "x > T", 1, 0.5, runs, (Run("m", "labels", 0.1),))
    assert (one.worst.solution, one.worst.value) == ("plain", 0.7)
    assert one.half_way == pytest.approx(0.4)
    assert one.verdict is Verdict.NOISE  # three runs with a deviation of 0.1 say little


def test_spread_of_what_is_positive_is_a_factor() -> None:
    """Nothing positive lies below 0, however much it spreads."""
    right = (4.0, 6.0, 5.0, 12.0, 3.0, 8.0, 5.0, 7.0)
    assert threshold(0.2, right, ()).verdict is Verdict.UNKNOWN
    assert threshold(0.0, right, ()).verdict is Verdict.NOISE
    assert threshold(20.0, right, ()).verdict is Verdict.NOISE


@pytest.mark.parametrize(
    ("unit", "bound", "value"), [(Unit.VALUE, 2.0, 3.0), (Unit.SHARE, 2.0, 1.5), (Unit.DIFFERENCE, -2.0, 5.0)]
)
def test_units_of_bounds_that_move(unit: Unit, bound: float, value: float) -> None:
    assert in_unit(unit, Measured("x > T", 1, 3.0, bound, above=True)) == value


def test_solutions_with_few_runs_share_their_deviation() -> None:
    """Alone, three runs with a deviation of 0.03 leave nothing sure; twelve solutions with three runs each do."""
    few = tuple(Run("plain", "", value) for value in (0.87, 0.9, 0.93))
    alone = Threshold("cell", "test_it", "x > T", 1, 0.6, few, ())
    assert alone.verdict is Verdict.NOISE
    many = tuple(Run(f"plain {number}", "", run.value) for number in range(12) for run in few)
    assert Threshold("cell", "test_it", "x > T", 1, 0.6, many, ()).verdict is Verdict.UNKNOWN
    assert Threshold("cell", "test_it", "x > T", 1, 0.8, many, ()).verdict is Verdict.NOISE


def test_tolerance_limit_covers_what_it_says() -> None:
    """By simulation: of bounds by 4 runs and the deviation of 16 solutions, 95 % are missed once in 10 000 at most."""
    draw = np.random.default_rng(5)
    runs = draw.normal(size=(4_000, 16, 4))
    deviation = np.sqrt(runs.var(axis=2, ddof=1).mean(axis=1))
    bounds = runs[:, 0].mean(axis=1) - tolerance_factor(4, 16 * 3) * deviation
    share = np.mean(bounds < norm.ppf(1e-4))
    assert share == pytest.approx(0.95, abs=0.015)


def test_right_run_that_is_no_number_fails() -> None:
    assert threshold(0.4, (*RIGHT, math.nan)).verdict is Verdict.FAILS


def test_comparison_that_right_runs_need_not_pass() -> None:
    """One way of several to be right: a run on the other side passed the check."""
    runs = tuple(Run("reference", "", value, passed=True) for value in (*RIGHT, 0.1))
    assert Threshold("cell", "test_it", "x > T", 1, 0.4, runs, ()).verdict is Verdict.OPEN
    assert threshold(0.4, (*RIGHT, 0.1)).verdict is Verdict.FAILS


def test_values_that_are_no_numbers_are_no_part_of_a_spread() -> None:
    """One that is infinitely far on the right side says nothing against a bound."""
    one = threshold(0.4, (*RIGHT, math.inf))
    assert one.spreads == threshold(0.4).spreads
    assert one.verdict is Verdict.FINE
    lost = threshold(0.4, (math.nan, math.nan))
    assert (lost.spreads, lost.verdict) == ({}, Verdict.FAILS)


def test_wrong_runs_that_reach_the_bound() -> None:
    one = threshold(0.4, wrong=(0.1, 0.39, 0.41, 0.97, math.nan))
    assert [run.value for run in one.false_passes()] == [0.41, 0.97]
    assert [run.value for run in one.false_passes(0.95)] == [0.97]


def test_useless_is_the_median_of_what_learned_nothing() -> None:
    runs = [Run("m", operator, value) for operator, value in (("loss", 0.9), ("labels", 0.1), ("labels", 0.3))]
    one = Threshold("cell", "test_it", "x > T", 1, 0.4, threshold(0.4).right, tuple(runs))
    assert one.useless == pytest.approx(0.2)
    assert threshold(0.4, operator="loss").useless is None
    assert threshold(0.4, operator="loss").verdict is Verdict.UNKNOWN


def test_metric_that_cannot_tell_useless_from_right() -> None:
    """Most rows of a class: who always answers it does as well as the worst right run, or nearly."""
    assert threshold(0.4).separates
    assert not threshold(0.4, wrong=(0.95,)).separates
    assert threshold(0.4, wrong=(0.95,)).half_way is None
    assert not threshold(0.4, wrong=(0.93,)).separates


@pytest.mark.parametrize(
    ("right", "bound", "varies"),
    [
        (RIGHT, 0.4, True),
        ((0.95, 0.95, 0.95), 0.4, False),
        ((0.95, 0.95 + 1e-9, 0.95), 0.4, False),
        ((1e-8, 3e-8, 2e-8), 1e-6, False),  # rounding errors, and a tolerance
        ((0.3, 0.9, 0.6), 1e-6, False),  # something, and not nothing
        ((0.3, 0.9, 0.6), 1e-3, True),
        ((0.05, 0.06, 0.04), 0.1, True),
        ((0.95, math.nan), 0.4, True),
    ],
)
def test_values_that_chance_decides(right: tuple[float, ...], bound: float, varies: bool) -> None:
    assert threshold(bound, right).varies is varies


def test_figures_of_statistics() -> None:
    """3.7190 is the quantile that many runs come down to; 1 - 0.025 ** (1 / n) bounds the rate after no event in n."""
    assert tolerance_factor(1_000_000) == pytest.approx(3.719, abs=0.01)
    assert tolerance_factor(30) > tolerance_factor(59) > 4
    assert rate_bounds(0, 59) == pytest.approx((0.0, 1 - 0.025 ** (1 / 59)))
    low, high = rate_bounds(3, 100)
    assert low < 0.03 < high
    assert rate_bounds(0, 0) == (0.0, 1.0)
