"""``softmark verify``: whether an assignment's checks are right, before students meet them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
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
    from rich.table import Table

    from softmark.nbgrader.classroom import Assigned
    from softmark.verify import Tried, Warned

AS_THEY_MUST, NOT_ALL, USAGE = 0, 1, 2
SCHEMA_VERSION: Final = 1
_MARKS: Final = {"passed": "·", "failed": "✗", "not attempted": "–", "could not check": "?"}


@click.command()
@click.argument("assignment")
@course_option
@variants_option
@click.option("--seeds", type=click.IntRange(1, 1000), default=3, show_default=True, help="Runs of the reference.")
@mutants_option
@click.option("--whole", is_flag=True, help="Run whole notebooks, also where a part of one would do.")
@click.option("--all", "every", is_flag=True, help="Show every case, not only those that did not go as they must.")
@workers_option
@json_option
def verify(
    assignment: str,
    folder: Path,
    variants: Path | None,
    seeds: int,
    mutants: int,
    whole: bool,
    every: bool,
    workers: int | None,
    target: Path | None,
) -> None:
    """Try ASSIGNMENT's checks: on right and wrong solutions, on mutants of the reference, and by reading them.

    The reference must get all points with every seed, the untouched release none, each right variant all, each wrong
    one must lose exactly the tests that it names, hostile answers must earn nothing, and each mutant (the reference
    with one small mistake) must lose something. What is known from an earlier run is not run again.

    Exit status: 0 if all went as it must, 1 if something did not, 2 if the command could not be carried out.
    """
    from rich.console import Console

    from softmark.grading.variants import VariantError
    from softmark.nbgrader.source import CourseError

    console = Console()
    try:
        if target is not None:
            refuse_unwritable(target)
        known, place = with_variants(folder, assignment, variants)
        tried, warned = _try(console, known, place, seeds, mutants, workers, whole_notebooks=whole)
    except (CourseError, VariantError) as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    _show(console, tried, warned, every=every)
    if target is not None:
        write_text(target, json.dumps(_to_json(assignment, tried, warned), indent=2, ensure_ascii=False) + "\n")
        console.print(_("The results are in {path}.").format(path=target), markup=False, highlight=False)
    sys.exit(NOT_ALL if any(one.problem for one in tried) else AS_THEY_MUST)


def _try(
    console: Console,
    whole: Assigned,
    variants: Path | None,
    seeds: int,
    mutants: int,
    workers: int | None,
    *,
    whole_notebooks: bool,
) -> tuple[list[Tried], list[Warned]]:
    from softmark.verify import collect, noise_in, warnings_of

    cases = collect(whole.sources, variants, seeds=seeds, mutants=mutants, whole=whole_notebooks)
    tried = try_live(console, whole, cases, workers)
    read = [warned for source in whole.sources for warned in warnings_of(source)]
    return tried, [*read, *noise_in(tried)]


def _show(console: Console, tried: Sequence[Tried], warned: Sequence[Warned], *, every: bool) -> None:
    """What did not go as it must, first; then how many did; then what a reader would warn of."""
    from rich.text import Text

    from softmark.pages import clean_text

    columns = list(dict.fromkeys(check.name for one in tried for check in one.checks))
    numbers = {name: number for number, name in enumerate(columns, start=1)}
    shown = sorted((one for one in tried if one.problem or every), key=lambda one: not one.problem)
    if shown:
        console.print(_table(shown, numbers))
        used = sorted({numbers[check.name] for one in shown for check in one.checks})
        legend = "  ".join(f"{number}={columns[number - 1]}" for number in used)
        console.print(Text(legend, style="dim"))
        console.print(Text(_("·  passed   ✗  failed   –  not attempted   ?  could not check"), style="dim"))
    for warning in warned:
        where = f"{warning.cell}, {warning.test}" if warning.test else warning.cell
        told = _("!  {where}, line {line}: {message}").format(where=where, line=warning.line, message=warning.message)
        console.print(Text(clean_text(told, limit=600)))
    console.print(_counted(tried, warned), highlight=False)


def _table(shown: Sequence[Tried], numbers: dict[str, int]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from softmark.pages import clean_text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for title in (_("what"), _("case"), _("checks"), _("what is wrong")):
        table.add_column(title, overflow="fold")
    for one in shown:
        marks = {numbers[check.name]: _MARKS[check.state] for check in one.checks}
        row = "".join(marks.get(number, " ") for number in range(1, max(numbers.values(), default=0) + 1))
        cells = (one.case.kind, one.case.name, row, one.problem)
        table.add_row(*(Text(clean_text(part, limit=300)) for part in cells))
    return table


def _counted(tried: Sequence[Tried], warned: Sequence[Warned]) -> str:
    all_, right = Counter(one.case.kind for one in tried), Counter(one.case.kind for one in tried if not one.problem)
    counts = ", ".join(f"{kind} {right[kind]}/{number}" for kind, number in all_.items())
    return _("As they must: {counts}. Warnings: {warnings}.").format(counts=counts, warnings=len(warned))


def _to_json(assignment: str, tried: Sequence[Tried], warned: Sequence[Warned]) -> dict[str, Any]:
    """As ``docs/verify.schema.json`` describes it."""
    cases = [
        {
            "kind": one.case.kind,
            "name": one.case.name,
            "about": one.case.about,
            "problem": one.problem,
            "checks": {check.name: check.state for check in one.checks},
            "messages": {check.name: check.message for check in one.checks if check.message},
        }
        for one in tried
    ]
    warnings = [asdict(warning) for warning in warned]
    return {"schema": SCHEMA_VERSION, "assignment": assignment, "cases": cases, "warnings": warnings}
