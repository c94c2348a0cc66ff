"""``softmark lint``: how each test cell is judged, and which of its lines could be written better."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from softmark.cli.live import live, workers_option
from softmark.cli.options import course_option
from softmark.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.grading.linted import Linted

CLEAN, FOUND, USAGE = 0, 1, 2


@click.command()
@click.argument("assignment")
@course_option
@workers_option
@click.option("--unsafe", is_flag=True, help="Run the reference without walls, too.")
def lint(assignment: str, folder: Path, workers: int | None, unsafe: bool) -> None:
    """Tell which test cells of ASSIGNMENT cannot be judged outside the student's process, and which lines are at fault.

    How a cell is judged is found out by running the reference solution; the lines are found in the cell's text. What is
    judged in the student's own kernel is what that kernel claims, and all of the cell's text goes there.

    Exit status: 0 if there is nothing to be said, 1 if there is, 2 if the command could not be carried out.
    """
    from rich.console import Console

    from softmark.nbgrader.source import CourseError

    console = Console(highlight=False)
    try:
        found = _lint(console, assignment, folder, workers, unsafe=unsafe)
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    sys.exit(FOUND if any(cell.worth_telling for cell in found) else CLEAN)


def _lint(console: Console, assignment: str, folder: Path, workers: int | None, *, unsafe: bool) -> Sequence[Linted]:
    from softmark.grading.linted import linted
    from softmark.nbgrader import classroom, comparing
    from softmark.nbgrader.course import open_course
    from softmark.nbgrader.hearing import heard

    course = open_course(folder)
    if unsafe:
        course.app.config.Sandbox.unsafe = True
    classroom.handed_in(course, assignment)  # for its complaint where there is no such assignment
    found: list[Linted] = []
    with heard(course):
        whole = comparing.comparable(course, assignment)
        with live(console, whole, workers, len(whole.sources), fresh=False, writes=False) as run:
            for source in whole.sources:
                found += linted(source, run.engine.control(source, whole.limits))
                run.advance()
    _print(console, found)
    return found


def _print(console: Console, found: Sequence[Linted]) -> None:
    from rich.text import Text

    from softmark.pages import clean_text

    def say(line: str, *, style: str = "") -> None:
        console.print(Text(clean_text(line, limit=400), style=style), soft_wrap=True)

    for cell in found:
        if not cell.worth_telling:
            continue
        say(f"{cell.notebook}.ipynb, {cell.cell}: {cell.judged}", style="bold")
        if cell.why:
            say("  " + _("In the judge the reference ended with: {why}").format(why=cell.why))
        for finding in cell.findings:
            say("  " + _("line {number}: {text}").format(number=finding.line, text=finding.text))
            say("    " + finding.what)
            say("    " + _("better: {better}").format(better=finding.better))
        if not cell.findings:
            say("  " + _("No line is known to be at fault; what the reference ended with says more."))
    told = _("{outside} of {all} test cells are judged outside the student's process.")
    console.print(told.format(outside=sum(cell.outside for cell in found), all=len(found)))
