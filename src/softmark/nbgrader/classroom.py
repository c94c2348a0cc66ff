"""Grade a class: many notebooks at once, then nbgrader's own autograde, which finds every result ready."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from nbformat import NotebookNode

from softmark.grading import Graded, SourceNotebook, grade_notebook
from softmark.messages import _
from softmark.model import CellResult, CheckResult, Event, EventKind, Limits, NotebookResult, State, SubmissionResult
from softmark.nbgrader.autograding import bounds_of
from softmark.nbgrader.course import Course, assignments
from softmark.nbgrader.course_folder import folders_of, ignores
from softmark.nbgrader.gradebook import checked_sources
from softmark.nbgrader.plain_files import CopyBounds, copy_files, fingerprint
from softmark.nbgrader.records import KEY, to_notebook_result
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import CourseError
from softmark.nbgrader.submission import UnreadableSubmission, read_mended
from softmark.nbgrader.walls import require_walls


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

    # Not in its repr: nbgrader and traitlets print settings, and this one holds every student's notebook.
    promises: dict[str, Promise] = field(default_factory=dict, repr=False)

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
        folder = Path(course.coursedir.format_path(course.coursedir.source_directory, ".", "*"))
        raise CourseError(text.format(name=assignment, folder=folder, known=names))
    found = folders_of(course.coursedir, course.coursedir.submitted_directory, "*", assignment)
    students = [names["student_id"] for names in found]
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
    """The notebooks to run; what cannot be read is left to nbgrader's step, which says why.

    Raises:
        CourseError: a source can't be read, or isn't what the gradebook has; before the first notebook.
    """
    coursedir = course.coursedir
    require_walls(course.app, course.root)
    limits = Budgets(parent=course.app).limits(assignment)
    bounds = bounds_of(coursedir, limits)
    sources = checked_sources(coursedir, course.app, assignment)
    for student in students:
        files = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
        for source in sources:
            path = files / f"{source.notebook}.ipynb"
            try:
                notebook = read_mended(path, source, limits.submission_bytes).notebook
            except UnreadableSubmission:
                continue
            for cell in notebook.cells:
                # Nothing that runs needs them, and a class's pictures fill the memory.
                if cell.cell_type == "code":
                    cell.outputs = []
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
    try:
        for work in jobs:
            # Before the job begins, and before it changes the notebook in place.
            key, files = _key(work.source, work.notebook, work.student), fingerprint(work.files, work.bounds.files)
            future = executor.submit(_grade, work)
            prepared.promises[key] = Promise(future, work, files)
            running[future] = work
        for future in as_completed(running):
            done(running[future])
    except BaseException:
        # Someone has pressed Ctrl-C: an executor would go on until the last notebook of the class.
        for future in running:
            future.cancel()
        raise
    return prepared


def _grade(work: Work) -> Graded:
    """Grade one notebook with as much of the submission's files as nbgrader's own step would take."""

    def ignored(path: str) -> bool:
        return ignores(list(work.ignored), path)

    with tempfile.TemporaryDirectory(prefix="softmark-files-", ignore_cleanup_errors=True) as taken:
        # What was left out, nbgrader's step will find, too, and tell.
        copy_files(work.files, Path(taken), work.bounds, ignored)
        return grade_notebook(work.source, work.notebook, files=Path(taken), student=work.student, limits=work.limits)


def autograde(course: Course, assignment: str, student: str | None, prepared: Prepared) -> frozenset[Path]:
    """Run nbgrader's own autograde over the submissions.

    Returns:
        What an earlier run has left in ``autograded/`` and this one has not come to: no results of this run.

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
    before = _left_behind(course, assignment)
    try:
        with catch_warnings():
            simplefilter("ignore", SAWarning)  # nbgrader builds its records in an order that SQLAlchemy remarks on
            converter.start()
    except NbGraderException as error:
        # nbgrader makes its exporter when it has found submissions, and ours refuses courses that can't be graded.
        if not converter.trait_has_value("exporter"):
            raise CourseError(str(error)) from None
        app.log.warning("%s", error)
    return frozenset(path for path, stamp in _left_behind(course, assignment).items() if before.get(path) == stamp)


def _left_behind(course: Course, assignment: str) -> dict[Path, tuple[int, int]]:
    """The notebooks in ``autograded/``, and which file each of them is."""
    coursedir = course.coursedir
    found = folders_of(coursedir, coursedir.autograded_directory, "*", assignment)
    folders = [
        Path(coursedir.format_path(coursedir.autograded_directory, **names, assignment_id=assignment))
        for names in found
    ]
    paths = [path for folder in folders for path in folder.glob("*.ipynb")]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def results(
    course: Course, assignment: str, students: Sequence[str], stale: Collection[Path] = ()
) -> Iterator[SubmissionResult]:
    """What autograde has left in ``autograded/``; a submission that left nothing has no notebooks.

    Args:
        course: the course.
        assignment: name of the assignment.
        students: whose results.
        stale: notebooks of earlier runs, which are no results.
    """
    import nbformat

    coursedir = course.coursedir
    sources = checked_sources(coursedir, course.app, assignment)
    for student in students:
        folder = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
        found = {}
        for path in sorted(folder.glob("*.ipynb")):
            told = None if path in stale else nbformat.read(path, as_version=4).metadata.get(KEY, {}).get("result")
            if told:
                found[path.stem] = to_notebook_result(told)
        if found:
            # nbgrader gives 0 for a notebook that is missing beside others.
            found |= {source.notebook: _missing(source) for source in sources if source.notebook not in found}
        yield SubmissionResult(assignment, student, tuple(found[name] for name in sorted(found)))


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


def _key(source: SourceNotebook, notebook: NotebookNode, student: str) -> str:
    """One notebook of one student: what of it decides what happens when it runs."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return sha256(repr((source.assignment, source.notebook, student, texts)).encode("utf-8", "replace")).hexdigest()
