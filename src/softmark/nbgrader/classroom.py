"""Grade a class: many notebooks at once, while nbgrader's own autograde takes up what is ready."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from softmark.grading import Engine, SourceNotebook
from softmark.messages import _
from softmark.model import CellResult, CheckResult, Event, EventKind, Limits, NotebookResult, State, SubmissionResult
from softmark.model.plain import to_notebook_result
from softmark.nbgrader.autograding import NOT_HANDED_IN, bounds_of
from softmark.nbgrader.course import Course, assignments
from softmark.nbgrader.course_folder import folders_of, ignores
from softmark.nbgrader.gradebook import checked_sources
from softmark.nbgrader.plain_files import copy_files
from softmark.nbgrader.records import KEY
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import CourseError
from softmark.nbgrader.submission import UnreadableSubmission, read_mended
from softmark.nbgrader.walls import require_walls
from softmark.sandbox.places import temporary_folder


def handed_in(course: Course, assignment: str) -> list[str]:
    """The students who have handed something in; there may be none.

    Raises:
        CourseError: there is no such assignment.
    """
    known = assignments(course)
    if assignment not in known:
        text = _("There is no assignment '{name}' in {folder}. There is: {known}.")
        names = ", ".join(known) or _("none yet")
        folder = Path(course.coursedir.format_path(course.coursedir.source_directory, ".", "*"))
        raise CourseError(text.format(name=assignment, folder=folder, known=names))
    found = folders_of(course.coursedir, course.coursedir.submitted_directory, "*", assignment)
    return [names["student_id"] for names in found]


def submissions(course: Course, assignment: str, student: str | None) -> list[str]:
    """The students who have handed something in.

    Raises:
        CourseError: there is no such assignment, nobody has handed it in, or that student has not.
    """
    students = handed_in(course, assignment)
    if student is not None:
        if student not in students:
            text = _("'{student}' has not handed in '{assignment}'. Run 'nbgrader collect {assignment}' first.")
            raise CourseError(text.format(student=student, assignment=assignment))
        return [student]
    if not students:
        text = _("Nobody has handed in '{assignment}' yet. Run 'nbgrader collect {assignment}' first.")
        raise CourseError(text.format(assignment=assignment))
    return students


@dataclass(frozen=True)
class Assigned:
    """An assignment that can be graded.

    Attributes:
        course: the course.
        name: of the assignment.
        sources: its notebooks.
        limits: budgets.
    """

    course: Course
    name: str
    sources: tuple[SourceNotebook, ...]
    limits: Limits

    def folder(self, step: str, student: str) -> Path:
        """A student's folder of one of nbgrader's steps."""
        coursedir = self.course.coursedir
        return Path(coursedir.format_path(getattr(coursedir, f"{step}_directory"), student, self.name))


def assigned(course: Course, assignment: str) -> Assigned:
    """An assignment, once everything about it is known to be in order.

    Raises:
        CourseError: it is not: a source can't be read, or isn't what the gradebook has; there are no walls.
    """
    require_walls(course.app, course.root)
    limits = Budgets(parent=course.app).limits(assignment)
    return Assigned(course, assignment, tuple(checked_sources(course.coursedir, course.app, assignment)), limits)


def ready(whole: Assigned, engine: Engine, students: Iterable[str], at_once: int) -> Iterator[str]:
    """Have submissions graded, and say whose results are there, as soon as they are.

    Args:
        whole: the assignment.
        engine: grades.
        students: whose submissions.
        at_once: notebooks that are on their way at any time; what a class has handed in may not fit into memory.
    """
    running: dict[Future[bytes], str] = {}
    for student in students:
        begun = [future for future in _begin(whole, engine, student) if not future.done()]
        running |= dict.fromkeys(begun, student)
        if not begun:
            yield student
        while len(running) >= at_once:
            yield from _ended(running)
    while running:
        yield from _ended(running)


def _ended(running: dict[Future[bytes], str]) -> Iterator[str]:
    """Wait for a notebook, and say whose submission is complete with it."""
    done, _pending = wait(running, return_when=FIRST_COMPLETED)
    students = dict.fromkeys(running.pop(future) for future in done)
    yield from (student for student in students if student not in running.values())


def _begin(whole: Assigned, engine: Engine, student: str) -> Iterator[Future[bytes]]:
    """Have a student's notebooks graded."""
    for source, arguments in notebooks_of(whole, student):
        future = engine.begin(source, **arguments)
        if future is not None:
            yield future


def notebooks_of(whole: Assigned, student: str) -> Iterator[tuple[SourceNotebook, dict[str, Any]]]:
    """A student's notebooks, with what :meth:`Engine.grade` wants to know; its files are there until the next one.

    What cannot be read is left to nbgrader's step, which says why.
    """
    folder = whole.folder("submitted", student)
    ignored = list(whole.course.coursedir.ignore)
    with temporary_folder("files") as taken:
        # As much as nbgrader's own step takes; what is left out, that will find, too, and tell.
        copy_files(folder, taken, bounds_of(whole.course.coursedir, whole.limits), lambda path: ignores(ignored, path))
        for source in whole.sources:
            try:
                mended = read_mended(folder / f"{source.notebook}.ipynb", source, whole.limits.submission_bytes)
            except UnreadableSubmission:
                continue
            about = {"notebook": mended.notebook, "files": taken, "student": student}
            yield source, {**about, "limits": whole.limits, "ignored": NOT_HANDED_IN}


def grade(
    whole: Assigned,
    engine: Engine,
    students: Sequence[str],
    done: Callable[[SubmissionResult], None],
    *,
    at_once: int,
    waits: Callable[[], None] = lambda: None,
    only: str | None = None,
) -> None:
    """Grade submissions, and have nbgrader's own autograde write what has come of them, one after the other.

    Args:
        whole: the assignment.
        engine: grades.
        students: whose submissions.
        done: hears of each result; one without notebooks is none.
        at_once: notebooks that are on their way at any time.
        waits: called when this run waits for its turn, as another one is grading this course, too.
        only: the one student whom the run is about, if it is about one.

    Raises:
        CourseError: nothing could be graded.
    """
    from softmark.nbgrader.receipts import Receipts
    from softmark.nbgrader.writing import write

    receipts = Receipts(whole, engine)
    changed = []
    for student in students:
        known = None if engine.fresh else receipts.find(student)
        if known is None:
            changed.append(student)
        else:
            done(known)

    def written(student: str, converted: bool) -> None:
        # What an earlier run has left in autograded/ of a student who has taken everything back is no result.
        found, repeatable = result(whole, student) if converted else (SubmissionResult(whole.name, student), False)
        if repeatable:
            receipts.write(found)
        done(found)

    whole.course.app.config.GradeStep.grader = engine.grade
    if changed:
        write(whole.course, whole.name, only, ready(whole, engine, changed, at_once), written, waits)


def result(whole: Assigned, student: str) -> tuple[SubmissionResult, bool]:
    """What autograde has left in ``autograded/``, and whether it would be the same another time.

    A submission that left nothing has no notebooks.
    """
    found = {}
    repeatable = True
    for path in sorted(whole.folder("autograded", student).glob("*.ipynb")):
        told = json.loads(path.read_bytes()).get("metadata", {}).get(KEY, {})
        if told.get("result"):
            found[path.stem] = to_notebook_result(told["result"])
            repeatable = repeatable and bool(told.get("repeatable"))
    if found:
        # nbgrader gives 0 for a notebook that is missing beside others.
        found |= {source.notebook: _missing(source) for source in whole.sources if source.notebook not in found}
    notebooks = tuple(found[name] for name in sorted(found))
    return SubmissionResult(whole.name, student, notebooks), repeatable and bool(found)


def _missing(source: SourceNotebook) -> NotebookResult:
    """The result of a notebook that was not handed in."""
    told = _("This notebook was not handed in.")
    cells = tuple(
        CellResult(
            cell.grade_id,
            cell.points,
            (CheckResult(cell.grade_id, told, State.NOT_ATTEMPTED, 0.0, cell.points, told),),
        )
        for cell in source.cells
        if cell.test
    )
    return NotebookResult(source.notebook, cells, (Event(EventKind.NOT_HANDED_IN, told),))


def cells_of(result: SubmissionResult) -> dict[tuple[str, str], CellResult]:
    """The graded cells of a submission by notebook and name: two notebooks may have cells of one name."""
    return {(notebook.notebook, cell.grade_id): cell for notebook in result.notebooks for cell in notebook.cells}
