"""``softmark grade``: grade a class, many submissions at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

from softmark.cli.live import live, workers_option
from softmark.cli.options import course_option
from softmark.messages import _

if TYPE_CHECKING:
    from softmark.model import SubmissionResult
    from softmark.nbgrader.source import CourseError

GRADED, NOT_ALL_GRADED, USAGE = 0, 1, 2


@click.command()
@click.argument("assignment")
@click.option("--student", metavar="ID", help="Grade this student's submission alone.")
@course_option
@workers_option
@click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the results here, too.",
)
@click.option("--fresh", is_flag=True, help="Run everything again, even if its result is known.")
@click.option("--unsafe", is_flag=True, help="Grade without walls, too: submissions can do whatever you can.")
def grade(
    assignment: str,
    student: str | None,
    folder: Path,
    workers: int | None,
    target: Path | None,
    fresh: bool,
    unsafe: bool,
) -> None:
    """Grade the submissions of ASSIGNMENT that nbgrader has collected.

    What has been graded before and has not changed is not run again.

    Exit status: 0 if all were graded, 1 if something was not, 2 if the command could not be carried out.
    """
    from softmark.nbgrader.source import CourseError

    try:
        if target is not None:
            _refuse_unwritable(target)
        results = _grade(assignment, student, folder, workers, target, fresh=fresh, unsafe=unsafe)
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    sys.exit(GRADED if all(result.graded for result in results) else NOT_ALL_GRADED)


def _grade(
    assignment: str,
    student: str | None,
    folder: Path,
    workers: int | None,
    target: Path | None,
    *,
    fresh: bool,
    unsafe: bool,
) -> list[SubmissionResult]:
    from rich.console import Console

    from softmark.cli.results_table import print_results, to_json
    from softmark.nbgrader import classroom
    from softmark.nbgrader.course import open_course
    from softmark.nbgrader.hearing import heard

    console = Console()
    course = open_course(folder)
    if unsafe:
        course.app.config.Sandbox.unsafe = True
    students = classroom.submissions(course, assignment, student)
    results: dict[str, SubmissionResult] = {}
    with heard(course) as warnings:
        whole = classroom.assigned(course, assignment)
        with live(console, whole, workers, len(students), fresh=fresh) as run:

            def done(result: SubmissionResult) -> None:
                results[result.student] = result
                run.advance()

            ready = classroom.ready(whole, run.engine, students, run.at_once)
            classroom.autograde(whole, run.engine, ready, done, only=student)
    ordered = [results[name] for name in students]
    print_results(console, assignment, ordered, warnings)
    if target is not None:
        _write(target, json.dumps(to_json(assignment, ordered), indent=2, ensure_ascii=False) + "\n")
        console.print(_("Results are in {path}.").format(path=target), markup=False, highlight=False)
    return ordered


def _refuse_unwritable(target: Path) -> None:
    """Find out before a class is graded; the file itself stays as it is."""
    from softmark.nbgrader.source import CourseError

    folder = target.absolute().parent
    if not folder.is_dir():
        raise CourseError(_("{path} cannot be written: its folder does not exist.").format(path=target))
    try:
        if target.is_file():
            target.open("ab").close()
        elif not target.exists():
            TemporaryFile(dir=folder).close()
    except OSError as error:
        raise _unwritable(target, error) from None


def _write(target: Path, text: str) -> None:
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(target, error) from None


def _unwritable(target: Path, error: OSError) -> CourseError:
    from softmark.nbgrader.source import CourseError

    return CourseError(_("{path} cannot be written: {reason}.").format(path=target, reason=error.strerror))
