"""``softmark calibrate``: whether thresholds lie where no honest run fails by bad luck."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from softmark.cli.files import refuse_unwritable, write_text
from softmark.cli.live import workers_option
from softmark.cli.options import course_option, json_option
from softmark.cli.sources import mutants_option, try_live, variants_option, with_variants
from softmark.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.nbgrader.classroom import Assigned
    from softmark.verify import Threshold, Tried

WELL, NOT_ALL, USAGE = 0, 1, 2
SCHEMA_VERSION: Final = 1
_WIDTH: Final = 60  # characters of a distribution
_BARS: Final = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Rate:
    """How often the reference failed a test."""

    test: str
    runs: int
    failed: int
    least: float
    most: float


@click.command()
@click.argument("assignment")
@course_option
@variants_option
@click.option("--seeds", type=click.IntRange(3, 1000), default=59, show_default=True, help="Runs of the reference.")
@click.option(
    "--right-seeds",
    type=click.IntRange(0, 1000),
    default=9,
    show_default=True,
    help="Runs of each right variant, after one under a student's seed.",
)
@mutants_option
@workers_option
@json_option
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw the distributions, too: .svg, .png or .pdf.",
)
def calibrate(
    assignment: str,
    folder: Path,
    variants: Path | None,
    seeds: int,
    right_seeds: int,
    mutants: int,
    workers: int | None,
    target: Path | None,
    picture: Path | None,
) -> None:
    """Hold the thresholds in ASSIGNMENT's checks against what right and wrong solutions reach.

    The reference and the right variants run under many seeds, wrong variants and mutants of the reference once. Of each
    comparison with a bound whose value chance decides, it shows both distributions, how often right runs fail and wrong
    ones pass, and where the bound belongs: half way from the worst right run to a useless solution (one that was
    trained with other rows' labels). What is known from an earlier run is not run again.

    Exit status: 0 if no threshold is too near, 1 if one is, 2 if the command could not be carried out.
    """
    from rich.console import Console

    from softmark.grading.variants import VariantError
    from softmark.nbgrader.source import CourseError

    console = Console()
    try:
        for file in (target, picture):
            if file is not None:
                refuse_unwritable(file)
        known, place = with_variants(folder, assignment, variants)
        tried = _try(console, known, place, seeds, right_seeds, mutants, workers)
        rates, thresholds = _rates(tried), _thresholds(tried)
        _show(console, rates, thresholds)
        if target is not None:
            write_text(target, json.dumps(_to_json(assignment, rates, thresholds), indent=1, ensure_ascii=False) + "\n")
        if picture is not None:
            _draw(thresholds, picture)
    except (CourseError, VariantError) as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    sys.exit(NOT_ALL if any(rate.failed for rate in rates) or any(map(_wants, thresholds)) else WELL)


def _try(
    console: Console,
    whole: Assigned,
    variants: Path | None,
    seeds: int,
    right_seeds: int,
    mutants: int,
    workers: int | None,
) -> list[Tried]:
    from softmark.verify import Kind, collect

    every = collect(whole.sources, variants, seeds=seeds, mutants=mutants, right_seeds=right_seeds)
    return try_live(console, whole, [case for case in every if case.kind not in (Kind.BLANK, Kind.HOSTILE)], workers)


def _rates(tried: Sequence[Tried]) -> list[Rate]:
    """How often the reference failed each test."""
    from softmark.model import State
    from softmark.verify import Kind, rate_bounds

    runs: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for one in tried:
        if one.case.kind is Kind.REFERENCE:
            for check in one.checks:
                runs[check.name] += 1
                failed[check.name] += check.state is not State.PASSED
    return [Rate(name, number, failed[name], *rate_bounds(failed[name], number)) for name, number in runs.items()]


def _thresholds(tried: Sequence[Tried]) -> list[Threshold]:
    from softmark.verify import thresholds_of

    return thresholds_of(tried)


def _wants(threshold: Threshold) -> bool:
    """Whether somebody should move it."""
    from softmark.verify import Verdict

    return threshold.verdict not in (Verdict.FINE, Verdict.UNKNOWN, Verdict.OPEN)


def _show(console: Console, rates: Sequence[Rate], thresholds: Sequence[Threshold]) -> None:
    """Thresholds that want moving first, then the others, then the tests."""
    from rich.text import Text

    for threshold in sorted(thresholds, key=lambda one: not _wants(one)):
        for line, style in _told(threshold):
            console.print(Text(line, style=style), soft_wrap=True)
        console.print()
    for rate in (rate for rate in rates if rate.failed):
        told = _("{test}: the reference failed {failed} of {runs} runs ({least:.1%} to {most:.1%}, 95 % interval).")
        console.print(Text(told.format(**vars(rate)), style="bold red"), soft_wrap=True)
    clean = [rate for rate in rates if not rate.failed]
    if clean:
        told = _("{number} tests: the reference failed none of {runs} runs (at most {most:.1%} of all, 95 % interval).")
        fewest = min(clean, key=lambda rate: rate.runs)
        console.print(told.format(number=len(clean), runs=fewest.runs, most=fewest.most), highlight=False)
    wanting = sum(map(_wants, thresholds))
    told = _("Thresholds on values that chance decides: {number}. To be moved: {wanting}.")
    console.print(told.format(number=len(thresholds), wanting=wanting), highlight=False)


def _told(threshold: Threshold) -> list[tuple[str, str]]:
    """What a person reads about one: its place, two distributions, its rates, what to do."""
    from softmark.verify import Unit, rate_bounds, span

    low, high = span(threshold)
    where = _("{test} in {cell}, line {line}: {text}").format(**vars(threshold))
    right, wrong = (_bars([run.value for run in runs], low, high) for runs in (threshold.right, threshold.wrong))
    column = _column(threshold.bound, low, high)
    most = rate_bounds(len(threshold.failed), len(threshold.right))[1]
    passed = threshold.false_passes()
    told = {Unit.VALUE: "", Unit.SHARE: _(" (of itself: it moves)"), Unit.DIFFERENCE: _(" (from itself: it moves)")}
    rates = _(
        "bound {bound:.4g}{unit}: {failed} of {runs} right runs fail (at most {most:.1%} of all), the worst is "
        "{worst:.4g} ({solution}); {passed} of {wrong} wrong ones pass"
    ).format(
        bound=threshold.bound,
        unit=told[threshold.unit],
        failed=len(threshold.failed),
        runs=len(threshold.right),
        most=most,
        worst=threshold.worst.value,
        solution=threshold.worst.solution,
        passed=len(passed),
        wrong=len(threshold.wrong),
    )
    if alone := [run.solution for run in passed if not run.caught]:
        rates += _(", and no other check catches {names}").format(names=", ".join(sorted(set(alone))))
    lines = [
        (where, "bold"),
        (f"  {_('right'):>6} {right}", "blue"),
        (f"  {_('wrong'):>6} {wrong}", "red"),
        (f"         {' ' * column}^", ""),
        (f"         {low:<{_WIDTH // 2}.4g}{high:>{_WIDTH // 2}.4g}", "dim"),
        (f"  {rates}", ""),
    ]
    return [*lines, (f"  {_advice(threshold)}", "bold red" if _wants(threshold) else "dim")]


def _advice(threshold: Threshold) -> str:
    from softmark.verify import Verdict

    if threshold.half_way is None:
        proposed = _("No mutant that has learned nothing reaches this line, or it does no worse: no bound is proposed.")
    else:
        missed = len(threshold.false_passes(threshold.half_way))
        proposed = _(
            "Half way to a useless solution ({useless:.4g}) is {half_way:.4g}; {missed} of {wrong} wrong runs pass it."
        ).format(useless=threshold.useless, half_way=threshold.half_way, missed=missed, wrong=len(threshold.wrong))
        if not threshold.separates:
            proposed += _(" The metric cannot tell these apart: another check must.")
    told = {
        Verdict.FINE: _("Fine."),
        Verdict.FAILS: _("A right run fails."),
        Verdict.NOISE: _("Honest runs spread as far as this bound."),
        Verdict.NEAR: _("The bound is nearer to right runs than half way."),
        Verdict.UNKNOWN: _("Outside the spread of honest runs."),
        Verdict.OPEN: _("Right runs on both sides of it pass the check: it decides nothing."),
    }
    return f"{told[threshold.verdict]} {proposed}"


def _column(value: float, low: float, high: float) -> int:
    """The character that stands for a value; the outermost for those beyond."""
    if value != value:
        return 0
    return int(min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0) * (_WIDTH - 1))


def _bars(values: Sequence[float], low: float, high: float) -> str:
    counts = Counter(_column(value, low, high) for value in values)
    most = max(counts.values(), default=1)
    heights = (-(-counts[place] * (len(_BARS) - 1) // most) for place in range(_WIDTH))
    return "".join(_BARS[height] for height in heights)


def _draw(thresholds: Sequence[Threshold], picture: Path) -> None:
    from softmark.nbgrader.source import CourseError
    from softmark.verify import draw

    try:
        draw(thresholds, picture)
    except (OSError, ValueError) as error:
        raise CourseError(_("{path} cannot be written: {reason}.").format(path=picture, reason=error)) from None


def _to_json(assignment: str, rates: Sequence[Rate], thresholds: Sequence[Threshold]) -> dict[str, Any]:
    """As ``docs/calibration.schema.json`` describes it."""
    return {
        "schema": SCHEMA_VERSION,
        "assignment": assignment,
        "tests": [{"test": rate.test, "runs": rate.runs, "failed": rate.failed, "most": rate.most} for rate in rates],
        "thresholds": [_threshold_json(threshold) for threshold in thresholds],
    }


def _threshold_json(threshold: Threshold) -> dict[str, Any]:
    return {
        "cell": threshold.cell,
        "test": threshold.test,
        "text": threshold.text,
        "bound": threshold.bound,
        "unit": threshold.unit,
        "above": threshold.above,
        "verdict": threshold.verdict,
        "half_way": _rounded(threshold.half_way),
        "useless": _rounded(threshold.useless),
        "worst": {"solution": threshold.worst.solution, "value": _rounded(threshold.worst.value)},
        "right": [
            {"solution": name, "runs": runs, "mean": _rounded(at), "deviation": _rounded(deviation)}
            for name, (runs, at, deviation) in threshold.spreads.items()
        ],
        "right_failed": len(threshold.failed),
        "wrong": len(threshold.wrong),
        "wrong_passed": len(threshold.false_passes()),
        "wrong_passed_uncaught": sorted({run.solution for run in threshold.false_passes() if not run.caught}),
    }


def _rounded(value: float | None) -> float | None:
    """Five digits; ``None`` for what is no number, which JSON has no word for."""
    return None if value is None or value - value != 0 else float(f"{value:.5g}")
