"""Grade a class: many notebooks at once, then nbgrader's own autograde, which finds every result ready."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from nbformat import NotebookNode

from softmark.grading import Graded, SourceNotebook, grade_notebook
from softmark.messages import _
from softmark.model import CellResult, Event, Limits, NotebookResult, SubmissionResult
from softmark.nbgrader.autograding import bounds_of
from softmark.nbgrader.course import Course, assignments
from softmark.nbgrader.course_folder import ignores
from softmark.nbgrader.plain_files import CopyBounds, copy_files, fingerprint
from softmark.nbgrader.records import KEY, to_notebook_result
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import CourseError, load_source
from softmark.nbgrader.submission import UnreadableSubmission, read_mended


@dataclass(frozen=True)
class Work:
    """One notebook of one submission, ready to be graded.

    Attributes:
        student: who handed it in.
        source: the instructor's notebook.
        notebook: the submission's, mended.
        files: the folder that it was handed in with.
        bounds: how much of these files is taken.
        ignored: patterns of files that the course ignores.
        limits: budgets.
    """

    student: str
    source: SourceNotebook
    notebook: NotebookNode
    files: Path
    bounds: CopyBounds
    ignored: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True)
class Promise:
    """A result that is ready or on its way, and what the submission's files were when it was begun."""

    graded: Future[Graded]
    work: Work
    files: str


@dataclass
class Prepared:
    """Results that are ready, or on their way, for nbgrader's autograde to pick up.

    Calling it does what :func:`softmark.grading.grade_notebook` does; a notebook that was not prepared, or is not
    the same any more, is graded there and then.
    """

    promises: dict[str, Promise] = field(default_factory=dict)

    def __deepcopy__(self, memo: dict[int, object]) -> Prepared:
        """Traitlets copies settings; what is on its way cannot be copied, and need not be."""
        return self

    def __call__(
        self,
        source: SourceNotebook,
        notebook: NotebookNode,
        *,
        student: str,
        events: Collection[Event] = (),
        **rest: Any,
    ) -> Graded:
        """The prepared result, with this run's events before its own."""
        promise = self.promises.get(_key(source, notebook, student))
        if promise is None or promise.files != fingerprint(promise.work.files, promise.work.bounds.files):
            return grade_notebook(source, notebook, student=student, events=events, **rest)
        graded = promise.graded.result()
        result = graded.result
        told = NotebookResult(result.notebook, result.cells, (*events, *result.events), result.fits, result.seconds)
        for cell, done in zip(notebook.cells, graded.notebook.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs = done.outputs
        return Graded(told, notebook, graded.withheld)


def submissions(course: Course, assignment: str, student: str | None) -> list[str]:
    """The students who have handed something in.

    Raises:
        CourseError: there is no such assignment, nobody has handed it in, or that student has not.
    """
    known = assignments(course)
    if assignment not in known:
        text = _("There is no assignment '{name}' in {folder}. There is: {known}.")
        names = ", ".join(known) or _("none yet")
        folder = course.root / course.coursedir.source_directory
        raise CourseError(text.format(name=assignment, folder=folder, known=names))
    pattern = course.coursedir.format_path(course.coursedir.submitted_directory, "*", assignment)
    folders = sorted(Path("/").glob(str(pattern).lstrip("/")))
    depth = Path(course.coursedir.format_path(course.coursedir.submitted_directory, "*", assignment)).parts.index("*")
    students = [folder.parts[depth] for folder in folders if folder.is_dir()]
    if student is not None:
        if student not in students:
            text = _("'{student}' has not handed in '{assignment}'. Run 'nbgrader collect {assignment}' first.")
            raise CourseError(text.format(student=student, assignment=assignment))
        return [student]
    if not students:
        text = _("Nobody has handed in '{assignment}' yet. Run 'nbgrader collect {assignment}' first.")
        raise CourseError(text.format(assignment=assignment))
    return students


def works(course: Course, assignment: str, students: Sequence[str]) -> Iterator[Work]:
    """The notebooks to run; what cannot be read is left to nbgrader's step, which says why."""
    coursedir = course.coursedir
    limits = Budgets(parent=course.app).limits(assignment)
    bounds = bounds_of(coursedir, limits)
    folder = course.root / coursedir.source_directory / assignment
    sources = [load_source(coursedir, course.app, assignment, path.stem) for path in sorted(folder.glob("*.ipynb"))]
    for student in students:
        files = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
        for source in sources:
            path = files / f"{source.notebook}.ipynb"
            try:
                notebook = read_mended(path, source, limits.submission_bytes).notebook
            except UnreadableSubmission:
                continue
            yield Work(student, source, notebook, files, bounds, tuple(coursedir.ignore), limits)


def prepare(executor: Executor, jobs: Sequence[Work], done: Callable[[Work], None]) -> Prepared:
    """Grade notebooks through an executor, and wait for all of them.

    Args:
        executor: the one door to more machines: what goes through it can be sent.
        jobs: the notebooks.
        done: called after each.
    """
    prepared = Prepared()
    running: dict[Future[Graded], Work] = {}
    for work in jobs:
        # Before the job begins, and before it changes the notebook in place.
        key, files = _key(work.source, work.notebook, work.student), fingerprint(work.files, work.bounds.files)
        future = executor.submit(_grade, work)
        prepared.promises[key] = Promise(future, work, files)
        running[future] = work
    for future in as_completed(running):
        done(running[future])
    return prepared


def _grade(work: Work) -> Graded:
    """Grade one notebook with as much of the submission's files as nbgrader's own step would take."""

    def ignored(path: str) -> bool:
        return ignores(list(work.ignored), path)

    with tempfile.TemporaryDirectory(prefix="softmark-files-", ignore_cleanup_errors=True) as taken:
        # What was left out, nbgrader's step will find, too, and tell.
        copy_files(work.files, Path(taken), work.bounds, ignored)
        return grade_notebook(work.source, work.notebook, files=Path(taken), student=work.student, limits=work.limits)


def autograde(course: Course, assignment: str, student: str | None, prepared: Prepared) -> None:
    """Run nbgrader's own autograde over the submissions.

    Raises:
        CourseError: nothing could be graded.
    """
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from sqlalchemy.exc import SAWarning

    app = course.app
    app.config.GradeStep.grader = prepared
    coursedir = course.coursedir
    coursedir.assignment_id = assignment
    coursedir.student_id = student or "*"
    converter = Autograde(coursedir=coursedir, parent=app, force=True)
    try:
        with catch_warnings():
            simplefilter("ignore", SAWarning)  # nbgrader builds its records in an order that SQLAlchemy remarks on
            converter.start()
    except NbGraderException as error:
        if not any(True for _name in results(course, assignment, ["*"])):
            raise CourseError(str(error)) from None
        app.log.warning("%s", error)


@contextmanager
def heard(course: Course) -> Iterator[list[str]]:
    """Collect what nbgrader and softmark warn of, each sentence once, instead of printing it."""
    listener = _Heard()
    loggers = course.app.log, logging.getLogger("softmark")
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener.texts
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def results(course: Course, assignment: str, students: Sequence[str]) -> Iterator[SubmissionResult]:
    """What autograde has left in ``autograded/``; a submission that left nothing has no notebooks."""
    import nbformat

    coursedir = course.coursedir
    for student in students:
        folder = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
        notebooks = []
        for path in sorted(folder.glob("*.ipynb")):
            found = nbformat.read(path, as_version=4).metadata.get(KEY, {}).get("result")
            if found:
                notebooks.append(to_notebook_result(found))
        yield SubmissionResult(assignment, student, tuple(notebooks))


def cells_of(result: SubmissionResult) -> dict[str, CellResult]:
    """The graded cells of a submission by their names."""
    return {cell.grade_id: cell for notebook in result.notebooks for cell in notebook.cells}


def _key(source: SourceNotebook, notebook: NotebookNode, student: str) -> str:
    """One notebook of one student: what of it decides what happens when it runs."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return sha256(repr((source.assignment, source.notebook, student, texts)).encode("utf-8", "replace")).hexdigest()


class _Heard(logging.Handler):
    """Keeps warnings instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        # Who was late is an event of the submission's, and what that costs stands in the gradebook.
        if not re.search(r"seconds late$|^Late submission penalty", text) and text not in self.texts:
            self.texts.append(text)
