"""``softmark compare``: what softmark would change for a course that nbgrader grades."""

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

    from softmark.nbgrader.comparing import Compared

SAME, DIFFERENT, USAGE = 0, 1, 2
SCHEMA_VERSION = 1


@click.command()
@click.argument("assignment")
@student_option
@course_option
@workers_option
@json_option
@click.option("--unsafe", is_flag=True, help="Compare without walls, too: submissions can do whatever you can.")
def compare(
    assignment: str, student: str | None, folder: Path, workers: int | None, target: Path | None, unsafe: bool
) -> None:
    """Grade ASSIGNMENT with stock nbgrader and with softmark, and tell every cell whose points differ, and why.

    For a course that uses nbgrader, before softmark is switched on in its settings, and after. Graded are the reference
    solution, the blank release, and what is in submitted/. Nothing of the course is changed: nbgrader works on copies,
    with a gradebook of their own.

    Stock nbgrader runs submissions with your rights. Here their kernels are behind softmark's walls, for nbgrader's
    part, too; so what these walls stop (the network, say) is stopped in both. Limits of time are nbgrader's own.

    Exit status: 0 if all points are the same, 1 if some differ or something was not compared, 2 if the command could
    not be carried out.
    """
    from rich.console import Console

    from softmark.nbgrader.source import CourseError

    console = Console(highlight=False)
    try:
        if target is not None:
            refuse_unwritable(target)
        compared = _compare(console, assignment, student, folder, workers, target, unsafe=unsafe)
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    sys.exit(DIFFERENT if any(found.differences or found.problem for found in compared) else SAME)


def _compare(
    console: Console,
    assignment: str,
    student: str | None,
    folder: Path,
    workers: int | None,
    target: Path | None,
    *,
    unsafe: bool,
) -> Sequence[Compared]:
    from softmark.nbgrader import classroom, comparing
    from softmark.nbgrader.course import open_course
    from softmark.nbgrader.hearing import heard

    course = open_course(folder)
    if unsafe:
        course.app.config.Sandbox.unsafe = True
    students = classroom.handed_in(course, assignment)
    if student is not None:
        students = classroom.submissions(course, assignment, student)
    with heard(course) as warnings:
        whole = comparing.comparable(course, assignment)
        with live(console, whole, workers, 2 * (len(students) + 2), fresh=False, writes=False) as run:
            compared = comparing.compare(whole, run.engine, students, run.at_once, run.advance)
    _print(console, compared, warnings)
    console.print(_walls(), markup=False, soft_wrap=True)
    if not students:
        console.print(_("Nobody has handed in '{name}' yet.").format(name=assignment), markup=False)
    if target is not None:
        write_text(target, json.dumps(to_json(assignment, compared), indent=2, ensure_ascii=False) + "\n")
        console.print(_("The comparison is in {path}.").format(path=target), markup=False)
    return compared


def _print(console: Console, compared: Sequence[Compared], warnings: Sequence[str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from softmark.pages import clean_text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    for title in (_("submission"), _("cell"), "nbgrader", "softmark", _("why")):
        table.add_column(title, overflow="fold", justify="right" if title in ("nbgrader", "softmark") else "left")
    for found in compared:
        for cell in found.differences:
            why = [f"{cause.kind}: {cause.text}" for cause in cell.causes]
            if not why:
                text = _("unexplained. nbgrader ended with: {theirs} softmark: {ours}")
                why = [text.format(theirs=cell.ended[0] or _("no error."), ours=cell.ended[1])]
            row = found.label, cell.cell, _points(cell.nbgrader), _points(cell.softmark), "\n".join(why)
            table.add_row(*(Text(clean_text(part, limit=600)) for part in row))
    if any(found.differences for found in compared):
        console.print(table)
    for found in compared:
        if found.problem:
            console.print(Text("?  " + clean_text(f"{found.label}: {found.problem}", limit=300)))
    for warning in warnings:
        console.print(Text("!  " + clean_text(warning, limit=300)))
    different = [cell for found in compared for cell in found.differences]
    told = _("{different} of {all} graded cells of {submissions} submissions differ; {unexplained} unexplained.")
    console.print(
        told.format(
            different=len(different),
            all=sum(found.cells for found in compared),
            submissions=len(compared),
            unexplained=sum(not cell.causes for cell in different),
        )
    )


def _walls() -> str:
    from softmark.sandbox.tier import Tier, tier

    if tier() is Tier.NONE:
        return _("Stock nbgrader worked on copies; its kernels had NO walls, and could do whatever you can.")
    text = _("Stock nbgrader worked on copies, its kernels behind the walls '{tier}'; by itself it has none.")
    return text.format(tier=tier().value)


def _points(points: float | None) -> str:
    return _("none") if points is None else f"{round(points, 2):g}"


def to_json(assignment: str, compared: Sequence[Compared]) -> dict[str, Any]:
    """As ``docs/compare.schema.json`` describes it."""
    from dataclasses import asdict

    return {"schema": SCHEMA_VERSION, "assignment": assignment, "submissions": [asdict(found) for found in compared]}
