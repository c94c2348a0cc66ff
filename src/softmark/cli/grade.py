"""``softmark grade``: grade a class, many submissions at once."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import click

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
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Submissions at once; one a core without.")
@click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the results here, too.",
)
@click.option("--unsafe", is_flag=True, help="Grade without walls, too: submissions can do whatever you can.")
def grade(
    assignment: str, student: str | None, folder: Path, workers: int | None, target: Path | None, unsafe: bool
) -> None:
    """Grade the submissions of ASSIGNMENT that nbgrader has collected.

    Exit status: 0 if all were graded, 1 if something was not, 2 if the command could not be carried out.
    """
    from softmark.nbgrader.source import CourseError

    try:
        if target is not None:
            _refuse_unwritable(target)
        results = _grade(assignment, student, folder, workers or os.cpu_count() or 1, target, unsafe=unsafe)
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    sys.exit(GRADED if all(result.graded for result in results) else NOT_ALL_GRADED)


def _grade(
    assignment: str, student: str | None, folder: Path, workers: int, target: Path | None, *, unsafe: bool
) -> list[SubmissionResult]:
    from concurrent.futures import ThreadPoolExecutor

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from softmark.cli.results_table import print_results, to_json
    from softmark.nbgrader import classroom
    from softmark.nbgrader.course import open_course
    from softmark.nbgrader.hearing import heard

    console = Console()
    course = open_course(folder)
    if unsafe:
        course.app.config.Sandbox.unsafe = True
    students = classroom.submissions(course, assignment, student)
    jobs = list(classroom.works(course, assignment, students))
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with heard(course) as warnings:
        with Progress(*columns, console=console) as progress, ThreadPoolExecutor(workers) as executor:
            bar = progress.add_task(assignment, total=len(jobs))
            try:
                prepared = classroom.prepare(executor, jobs, lambda work: progress.advance(bar))
            except KeyboardInterrupt:
                progress.console.print(_("Stopping, once the notebooks that run now have ended."))
                raise
        stale = classroom.autograde(course, assignment, student, prepared)
    results = list(classroom.results(course, assignment, students, stale))
    print_results(console, assignment, results, warnings)
    if target is not None:
        _write(target, json.dumps(to_json(assignment, results), indent=2, ensure_ascii=False) + "\n")
        console.print(_("Results are in {path}.").format(path=target), markup=False, highlight=False)
    return results


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
