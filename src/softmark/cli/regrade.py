"""``softmark regrade``: what changes if a class is graded with the checks as they are now."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from softmark.cli.files import refuse_unwritable, write_text
from softmark.cli.live import live, workers_option
from softmark.cli.options import course_option, json_option, student_option
from softmark.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.nbgrader.regrading import Compared

DONE, NOT_ALL_COMPARED, USAGE = 0, 1, 2
SCHEMA_VERSION = 1


@click.command()
@click.argument("assignment")
@student_option
@course_option
@workers_option
@json_option
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask before grades are written.")
def regrade(
    assignment: str,
    student: str | None,
    folder: Path,
    workers: int | None,
    target: Path | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Grade ASSIGNMENT again, and show who changes, by how much, in which check and why.

    Submissions run again only where changed checks ask them for something new. Points and comments that a person has
    given stay. On a terminal it asks before it writes.

    Exit status: 0 if all were compared, 1 if something was not, 2 if the command could not be carried out.
    """
    from rich.console import Console

    from softmark.nbgrader.source import CourseError

    console = Console()
    try:
        if target is not None:
            refuse_unwritable(target)
        compared = _regrade(console, assignment, student, folder, workers, target, dry_run=dry_run, yes=yes)
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    sys.exit(NOT_ALL_COMPARED if any(found.problem for found in compared) else DONE)


def _regrade(
    console: Console,
    assignment: str,
    student: str | None,
    folder: Path,
    workers: int | None,
    target: Path | None,
    *,
    dry_run: bool,
    yes: bool,
) -> list[Compared]:
    from softmark.nbgrader import classroom, regrading
    from softmark.nbgrader.course import open_course
    from softmark.nbgrader.hearing import heard

    course = open_course(folder)
    students = classroom.submissions(course, assignment, student)
    compared: list[Compared] = []
    with heard(course) as warnings:
        whole = classroom.assigned(course, assignment)
        with live(console, whole, workers, len(students), fresh=False, writes=False) as run:

            def done(found: Compared) -> None:
                compared.append(found)
                run.advance()

            regrading.compare(whole, run.engine, students, run.at_once, done)
        compared.sort(key=lambda found: students.index(found.student))
        _print(console, compared, warnings)
        if target is not None:
            write_text(target, json.dumps(_to_json(assignment, compared), indent=2, ensure_ascii=False) + "\n")
            console.print(_("The comparison is in {path}.").format(path=target), markup=False, highlight=False)
        changed = [found.student for found in compared if found.rewritten]
        if dry_run or not changed or not (yes or _agreed(len(changed))):
            console.print(_("Nothing was written."))
            return compared
        with live(console, whole, workers, len(changed), fresh=False) as run:
            classroom.grade(
                whole, run.engine, changed, lambda _result: run.advance(), at_once=run.at_once, waits=run.waits
            )
        console.print(_("Written: {number} submissions.").format(number=len(changed)))
        told = _(
            "Feedback pages made before are as they were. To make them anew: nbgrader generate_feedback --force {name}"
        )
        console.print(told.format(name=assignment), markup=False, soft_wrap=True)
    return compared


def _agreed(number: int) -> bool:
    """Whether the person at the terminal wants it; where nobody is, the command itself says so."""
    if not sys.stdin.isatty():
        return True
    return click.confirm(_("Write the grades of {number} submissions?").format(number=number))


def _print(console: Console, compared: Sequence[Compared], warnings: Sequence[str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from softmark.pages import clean_text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for title in (_("student"), _("cell"), _("points"), _("check"), _("why")):
        table.add_column(title, overflow="fold")
    for found in compared:
        for cell in found.cells:
            points = f"{_points(cell.before)} → {_points(cell.after)}"
            if cell.manual is not None:
                points += " " + _("(a person's {points} stay)").format(points=_points(cell.manual))
            shown = [found.student, cell.cell, points]
            for check in cell.checks or (None,):
                what = (check.check, clean_text(check.why, limit=200)) if check else ("", "")
                table.add_row(*(Text(clean_text(part, limit=200)) for part in (*shown, *what)))
                shown = ["", "", ""]
    changed = [found for found in compared if found.cells]
    if changed:
        console.print(table)
    for found in compared:
        if found.problem:
            console.print(Text("?  " + clean_text(f"{found.student}: {found.problem}", limit=300)))
    for warning in warnings:
        console.print(Text("!  " + clean_text(warning, limit=300)))
    others = sum(found.rewritten and not found.cells for found in compared)
    told = _("{changed} of {all} submissions change their points; {others} others change what they read.")
    console.print(told.format(changed=len(changed), all=len(compared), others=others))


def _points(points: float | None) -> str:
    return "?" if points is None else f"{round(points, 2):g}"


def _to_json(assignment: str, compared: Sequence[Compared]) -> dict[str, Any]:
    """As ``docs/regrade.schema.json`` describes it."""
    from dataclasses import asdict

    return {"schema": SCHEMA_VERSION, "assignment": assignment, "submissions": [asdict(found) for found in compared]}
