"""The thresholds in an assignment's checks, and how far they lie from what right solutions reach.

A threshold says that something was trained, no more. So it must be out of the reach of chance: at least half way from
the worst right run to a useless solution, and never within the spread of honest runs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from statistics import mean, median, stdev, variance
from typing import Final

from softmark.messages import _
from softmark.model import Basis, Measured, State
from softmark.verify.cases import Kind
from softmark.verify.lints import Lint, Warned
from softmark.verify.trying import Tried

# What a solution that has learned nothing of its rows reaches; the first kind of mutant that there is.
_USELESS: Final = ("labels", "rate", "training")
_MANY: Final = 10  # runs of a solution that say enough of its spread
_FAILURE: Final = 1e-4  # of honest runs
_CONFIDENCE: Final = 0.95
_ROUNDING: Final = 1e-6  # of a value: runs that differ by less are the same
_TOLERANCE: Final = 10  # times the worst right value: the bound is one on rounding errors or the like
_NOTHING: Final = 1e-3  # of the least right value: the bound only tells something from nothing


class Verdict(StrEnum):
    """What is to be said of a threshold."""

    FINE = "fine"
    FAILS = "a right run fails"
    NOISE = "inside the noise"
    NEAR = "nearer than half way"
    UNKNOWN = "no useless solution known"
    OPEN = "decides nothing"


class Unit(StrEnum):
    """What the values of a threshold are."""

    VALUE = "value"
    SHARE = "share of the bound"
    DIFFERENCE = "difference from the bound"


@dataclass(frozen=True)
class Run:
    """What one run of one solution reached.

    Attributes:
        solution: whose it is: "reference", a variant's name, a mutant's.
        operator: kind of a mutant; ``""`` of others.
        value: in the threshold's unit.
        caught: of a wrong solution, whether some check catches it that does not make this comparison.
        passed: whether it passed the check that makes this comparison.
    """

    solution: str
    operator: str
    value: float
    caught: bool = False
    passed: bool = False


@dataclass(frozen=True)
class Threshold:
    """A comparison that checks make, with what right and wrong solutions reach.

    Attributes:
        cell, test: where it stands.
        text: the comparison.
        line: number of its line in the cell, from 1.
        bound: what values are held against.
        right: runs of right solutions.
        wrong: runs of wrong ones; those whose value is no number failed.
        unit: another than the plain value where the bound is another in each run. It is 1 then for shares, as long as
            all bounds are positive, and 0 for differences.
    """

    cell: str
    test: str
    text: str
    line: int
    bound: float
    right: tuple[Run, ...]
    wrong: tuple[Run, ...]
    unit: Unit = Unit.VALUE

    @cached_property
    def above(self) -> bool:
        """Whether right solutions lie above the bound: most of them."""
        return sum(run.value > self.bound for run in self.right) * 2 > len(self.right)

    def passes(self, value: float, bound: float | None = None) -> bool:
        """Whether a value lies on the right side; of another bound, if one is given."""
        bound = self.bound if bound is None else bound
        return value >= bound if self.above else value <= bound

    @cached_property
    def worst(self) -> Run:
        """The right run that is nearest to failing."""
        sign = 1 if self.above else -1
        return min(self.right, key=lambda run: sign * run.value if math.isfinite(run.value) else -math.inf)

    @cached_property
    def failed(self) -> tuple[Run, ...]:
        """Right runs that do not pass."""
        return tuple(run for run in self.right if not self.passes(run.value))

    @cached_property
    def spreads(self) -> dict[str, tuple[int, float, float]]:
        """Each right solution's number of runs, their mean, and their standard deviation (0 of a single run).

        Of the values that are numbers: one that is none has failed, or is infinitely far from the bound.
        """
        return {name: (len(all_), mean(all_), _deviation(all_)) for name, all_ in self._finite.items()}

    @cached_property
    def _finite(self) -> dict[str, list[float]]:
        values: defaultdict[str, list[float]] = defaultdict(list)
        for run in self.right:
            if math.isfinite(run.value):
                values[run.solution].append(run.value)
        return dict(values)

    @cached_property
    def varies(self) -> bool:
        """Whether chance decides what right solutions reach, other than by rounding errors."""
        finite = [run.value for run in self.right if math.isfinite(run.value)]
        if len(finite) < len(self.right):
            return True
        scale = max(map(abs, (*finite, self.bound)))
        least, largest = min(finite), max(finite)
        tolerance = not self.above and least >= 0 and largest * _TOLERANCE <= self.bound
        nothing = self.above and 0 < self.bound <= least * _NOTHING
        return not (tolerance or nothing) and any(
            deviation > _ROUNDING * scale for _n, _at, deviation in self.spreads.values()
        )

    @cached_property
    def useless(self) -> float | None:
        """What solutions reach that have learned nothing: the median; ``None`` if none of them got this far."""
        for operator in _USELESS:
            known = [run.value for run in self.wrong if run.operator == operator and math.isfinite(run.value)]
            if known:
                return median(known)
        return None

    @cached_property
    def half_way(self) -> float | None:
        """Between the worst right run and useless solutions: no bound should be nearer to the right ones."""
        if self.useless is None or self.passes(self.useless, self.worst.value):
            return None
        return (self.worst.value + self.useless) / 2

    @cached_property
    def nearest_sound(self) -> float:
        """The bound that honest runs miss once in 10 000 times at most, as far as runs so far can tell.

        Values are taken to be normally distributed; their logarithms where none is to fall below a bound above 0, and
        all are positive: nothing positive falls below 0. Solutions with few runs share a deviation: by itself, each of
        these says next to nothing of it.
        """
        sign = -1 if self.above else 1
        positive = self.above and self.bound > 0 and all(min(values) > 0 for values in self._finite.values())
        to, back = (math.log, math.exp) if positive else (float, float)
        scaled = [[to(value) for value in values] for values in self._finite.values() if len(values) > 1]
        groups = [[values] for values in scaled if len(values) >= _MANY]
        groups.append([values for values in scaled if len(values) < _MANY])
        bounds = []
        for group in groups:
            freedom = sum(len(values) - 1 for values in group)
            if freedom > 1:
                deviation = math.sqrt(sum((len(values) - 1) * variance(values) for values in group) / freedom)
                for values in group:
                    factor = tolerance_factor(len(values), freedom)
                    bounds.append(back(mean(values) + sign * factor * deviation))
        return (min if self.above else max)(bounds, default=math.nan)

    @cached_property
    def verdict(self) -> Verdict:
        """What is to be said of it."""
        if self.failed and all(
            run.passed for run in self.failed
        ):  # a choice between two ways, or one of several that are right
            return Verdict.OPEN
        if self.failed:
            return Verdict.FAILS
        if not self.passes(self.nearest_sound):
            return Verdict.NOISE
        if self.half_way is None:
            return Verdict.UNKNOWN
        return Verdict.FINE if self.passes(self.half_way) else Verdict.NEAR

    @cached_property
    def separates(self) -> bool:
        """Whether useless solutions stay behind all right ones."""
        return self.half_way is not None and not self.passes(self.useless or 0.0, self.nearest_sound)

    def false_passes(self, bound: float | None = None) -> tuple[Run, ...]:
        """Wrong runs that reach the bound (or another one)."""
        return tuple(run for run in self.wrong if self.passes(run.value, bound))


def _deviation(values: Sequence[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def tolerance_factor(runs: int, freedom: int | None = None) -> float:
    """How many standard deviations below the mean of ``runs`` values a bound must lie for one in 10 000 to miss it.

    One-sided tolerance factor of a normal distribution at 95 % confidence: the quantile of a noncentral t distribution,
    over the root of ``runs`` (Lieberman and Miller, Biometrika 50, 1963). Its degrees of freedom, those of the standard
    deviation, are ``runs - 1``, or ``freedom`` if the deviation comes from other runs, too.

    >>> round(tolerance_factor(30), 2)
    4.82
    """
    from scipy.stats import nct, norm

    root = math.sqrt(runs)
    return float(nct.ppf(_CONFIDENCE, freedom or runs - 1, norm.ppf(1 - _FAILURE) * root) / root)


def rate_bounds(events: int, runs: int) -> tuple[float, float]:
    """The 95 % interval of a rate of which ``events`` were seen in ``runs`` (Clopper and Pearson, 1934).

    >>> rate_bounds(0, 59)[0], round(rate_bounds(0, 59)[1], 3)
    (0.0, 0.061)
    """
    from scipy.stats import binomtest

    if not runs:
        return 0.0, 1.0
    interval = binomtest(events, runs).proportion_ci(_CONFIDENCE, method="exact")
    return float(interval.low), float(interval.high)


def thresholds_of(tried: Iterable[Tried]) -> list[Threshold]:
    """All comparisons whose values chance decides, in the order of the checks."""
    found: defaultdict[tuple[str, str, str, int], list[tuple[Tried, bool, Measured]]] = defaultdict(list)
    for one in tried:
        for result in one.results:
            for cell in result.cells:
                for check in cell.checks:
                    for measured in check.measured if check.basis is Basis.COMPUTED else ():
                        place = cell.grade_id, check.name, measured.text, measured.line
                        found[place].append((one, check.state is State.PASSED, measured))
    made = (_threshold(*place, runs) for place, runs in found.items())
    return [one for one in made if one is not None and one.varies]


def noise_in(tried: Iterable[Tried]) -> list[Warned]:
    """Warnings of thresholds that honest runs may miss, as far as a few runs of the reference can tell."""
    told = _(
        "`{text}`: {runs} runs of the reference reached {mean:.4g} on average, with a standard deviation of "
        "{deviation:.2g}, and the bound is {bound:.4g}. So few runs cannot rule out that honest ones miss it by bad "
        "luck: `softmark calibrate` says where it belongs."
    )
    found = []
    for one in thresholds_of(tried):
        runs, at, deviation = one.spreads.get(Kind.REFERENCE, (0, 0.0, 0.0))
        if one.verdict in (Verdict.NOISE, Verdict.FAILS):
            text = told.format(text=one.text, runs=runs, mean=at, deviation=deviation, bound=one.bound)
            found.append(Warned(Lint.NOISE, one.cell, one.test, one.line, text))
    return found


def _threshold(
    cell: str, test: str, text: str, line: int, runs: Sequence[tuple[Tried, bool, Measured]]
) -> Threshold | None:
    bounds = {measured.bound for _one, _passed, measured in runs}
    unit = Unit.VALUE
    if len(bounds) > 1:
        of_right = [measured.bound for one, _passed, measured in runs if one.case.kind in (Kind.REFERENCE, Kind.RIGHT)]
        unit = Unit.SHARE if all(bound > 0 for bound in of_right) else Unit.DIFFERENCE
    bound = {Unit.VALUE: min(bounds), Unit.SHARE: 1.0, Unit.DIFFERENCE: 0.0}[unit]
    right, wrong = [], []
    for one, passed, measured in runs:
        value = in_unit(unit, measured)
        if one.case.kind in (Kind.REFERENCE, Kind.RIGHT):
            name = one.case.kind if one.case.kind is Kind.REFERENCE else one.case.name
            right.append(Run(name, "", value, passed=passed))
        elif one.case.kind in (Kind.WRONG, Kind.MUTANT):
            caught = any(check.state is State.FAILED and check.name != test for check in one.checks)
            operator = one.case.about if one.case.kind is Kind.MUTANT else ""
            wrong.append(Run(one.case.name, operator, value, caught, passed))
    if not right:
        return None
    return Threshold(cell, test, text, line, bound, tuple(right), tuple(wrong), unit)


def in_unit(unit: Unit, measured: Measured) -> float:
    """The value of one comparison in the unit of its threshold."""
    match unit:
        case Unit.VALUE:
            return measured.value
        case Unit.SHARE:
            return measured.value / measured.bound if measured.bound > 0 else math.nan
        case Unit.DIFFERENCE:
            return measured.value - measured.bound
