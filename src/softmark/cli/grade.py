"""``softmark grade``: grade a class, many submissions at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from softmark.cli.files import refuse_unwritable, write_text
from softmark.cli.live import live, workers_option
from softmark.cli.options import course_option, json_option, student_option
from softmark.messages import _

if TYPE_CHECKING:
    from softmark.model import SubmissionResult

GRADED, NOT_ALL_GRADED, USAGE = 0, 1, 2


@click.command()
@click.argument("assignment")
@student_option
@course_option
@workers_option
@json_option
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
            refuse_unwritable(target)
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

            classroom.grade(whole, run.engine, students, done, at_once=run.at_once, waits=run.waits, only=student)
    ordered = [results[name] for name in students]
    print_results(console, assignment, ordered, warnings)
    if target is not None:
        write_text(target, json.dumps(to_json(assignment, ordered), indent=2, ensure_ascii=False) + "\n")
        console.print(_("Results are in {path}.").format(path=target), markup=False, highlight=False)
    return ordered
