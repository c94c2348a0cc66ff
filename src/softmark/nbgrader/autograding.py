"""What ``nbgrader autograde`` does with a submission before it is graded: read, mend, reset.

nbgrader lets one class of ours stand between its converter and the files: the exporter. It is made once per run
with the converter as its parent and reads every notebook, and so guards everything that comes from a student.
"""

import filecmp
import mimetypes
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

from softmark.grading import SourceNotebook
from softmark.grading.matching import plain_text
from softmark.grading.mend import mend
from softmark.messages import _
from softmark.model import Event, EventKind, Limits
from softmark.model.plain import to_plain
from softmark.nbgrader.course_folder import exactly, hidden_patterns, ignores, wary
from softmark.nbgrader.engines import engine_of
from softmark.nbgrader.gradebook import checked_sources, expected_notebooks
from softmark.nbgrader.plain_files import CopyBounds, copy_files
from softmark.nbgrader.records import KEY
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import CourseError, load_source
from softmark.nbgrader.submission import UnreadableSubmission, count_known, read_mended, read_submission
from softmark.nbgrader.turns import turn
from softmark.nbgrader.walls import require_walls
from softmark.pages import ShownLimits, clean_notebook

# Stands in autograded/<student>/<assignment> while it is being made: a run that was killed left it behind.
UNFINISHED = ".softmark-unfinished"
# What stands beside a submission and is none of its files: ours, and nbgrader's.
NOT_HANDED_IN = (UNFINISHED, "timestamp.txt")
_KILOBYTE = 1000
_EVERYTHING = 1 << 62


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]  # nbconvert has no types
    """Writes ``autograded/``; reads submissions so that none of them can do harm or stop the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ignored: list[str] = []
        self._broken: Exception | None = None
        self._renamed: dict[str, Path] = {}
        self._left_out: tuple[str, ...] = ()
        if hasattr(self.parent, "coursedir"):
            self._take_charge(self.parent)

    def _take_charge(self, converter: Any) -> None:
        converter.coursedir = wary(converter.coursedir)
        self._ignored = converter.coursedir.ignore
        if not hasattr(converter, "waits"):  # ours takes turns itself
            converter.convert_notebooks = self._in_turn(converter.convert_notebooks)
        converter.pre_convert_hook = _before(self._prepare, converter.pre_convert_hook)
        converter.post_convert_hook = _before(self._finish, converter.post_convert_hook)
        try:
            for assignment in {self._whose(folder)["assignment_id"] for folder in converter.assignments}:
                self._check_course(assignment)
        except CourseError as error:
            # Before the first submission: a mistake in the course is told once, and in one sentence.
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        if not self.config.GradeStep.get("grader"):
            # Formgrader's server lives for weeks, and a machine is mended in that time.
            engine_of(Path(converter.coursedir.root)).start()
        if self.config.Execute.get("enabled", True) is False:
            self.log.warning(_("--no-execute is ignored: points come from checks that run, never from outputs."))
        with turn(Path(converter.coursedir.root), self._tell_of_waiting):
            for folder in converter.assignments:
                self._forget_unfinished(**self._whose(folder))

    def _in_turn(self, convert: Callable[[], None]) -> Callable[[], None]:
        """Two runs that write one gradebook and one ``autograded/`` would take away each other's work."""

        def convert_in_turn() -> None:
            with turn(Path(self.parent.coursedir.root), self._tell_of_waiting):
                convert()

        return convert_in_turn

    def _tell_of_waiting(self) -> None:
        self.log.warning(_("Another run is grading this course. This one waits until that has finished."))

    def _check_course(self, assignment: str) -> None:
        require_walls(self, Path(self.parent.coursedir.root))
        self._limits(assignment)
        checked_sources(self.parent.coursedir, self, assignment)

    def _whose(self, folder: str) -> dict[str, str]:
        coursedir = self.parent.coursedir
        pattern = coursedir.format_path(
            coursedir.submitted_directory, "(?P<student_id>.*)", "(?P<assignment_id>.*)", escape=True
        )
        found = re.match(pattern, folder)
        if found is None:
            raise CourseError(
                _("{folder} does not look like 'CourseDirectory.directory_structure'.").format(folder=folder)
            )
        return found.groupdict()

    def _autograded(self, student_id: str, assignment_id: str) -> Path:
        coursedir = self.parent.coursedir
        return Path(coursedir.format_path(coursedir.autograded_directory, student_id, assignment_id))

    def _given(self, assignment: str) -> Path:
        coursedir = self.parent.coursedir
        return Path(coursedir.format_path(coursedir.source_directory, ".", assignment))

    def _forget_unfinished(self, student_id: str, assignment_id: str) -> None:
        """Let nbgrader start again where a run was killed; it would skip what is in autograded/ already."""
        folder = self._autograded(student_id, assignment_id)
        if (folder / UNFINISHED).exists():
            self.log.warning(_("Grading of %s was broken off; it starts again."), student_id)
            if self.parent.coursedir.notebook_id == "*":
                shutil.rmtree(folder)
            for notebook in folder.glob(f"{self.parent.coursedir.notebook_id}.ipynb"):
                notebook.unlink()

    def _prepare(self, notebooks: list[str]) -> None:
        """Before each submission: find its notebooks, and take its files; nbgrader would follow links."""
        self._broken = None
        try:
            self._take_in(Path(notebooks[0]).parent, notebooks)
        except Exception as error:
            # nbgrader goes on after a hook that failed; it ends here when the first notebook is read.
            self._broken = error

    def _take_in(self, folder: Path, notebooks: list[str]) -> None:
        converter, coursedir = self.parent, self.parent.coursedir
        whose = self._whose(str(folder))
        submitted = coursedir.format_path(coursedir.submitted_directory, **whose)
        coursedir.ignore = [
            *self._ignored,
            exactly(submitted),
            *hidden_patterns(coursedir, whose["assignment_id"]),
        ]
        target = self._autograded(**whose)
        target.mkdir(parents=True, exist_ok=True)
        (target / UNFINISHED).touch()
        limits = self._limits(whose["assignment_id"])

        def ignored(path: str) -> bool:
            return Path(path).name == UNFINISHED or ignores(self._ignored, path)

        self._left_out = copy_files(folder, target, bounds_of(coursedir, limits), ignored)
        for sentence in self._left_out:
            self.log.warning("%s: %s", whose["student_id"], sentence)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            expected = expected_notebooks(coursedir, gradebook, whose["assignment_id"])
        converter.notebooks = self._find(folder, expected, notebooks, whose, limits)

    def _find(
        self, folder: Path, expected: list[str], found: list[str], whose: dict[str, str], limits: Limits
    ) -> list[str]:
        """The files that nbgrader shall convert, by the names that it knows.

        A notebook that was renamed is found by its cells. If nothing that was handed in belongs to the
        assignment, each of its notebooks is converted all the same, so that its author hears why.
        """
        there = {Path(path).stem: Path(path) for path in found}
        missing = [name for name in expected if name not in there]
        strangers = [path for name, path in there.items() if name not in expected]
        self._renamed = {}
        for name in missing:
            source = load_source(self.parent.coursedir, self, whose["assignment_id"], name)
            best = max(strangers, key=lambda path: _likeness(path, source, limits), default=None)
            if best is not None and _likeness(best, source, limits) > 0:
                strangers.remove(best)
                self._renamed[str(folder / f"{name}.ipynb")] = best
                self.log.warning("%s: %s is graded as %s.ipynb", whose["student_id"], ascii(best.name), name)
        names = [name for name in expected if name in there or str(folder / f"{name}.ipynb") in self._renamed]
        return [str(folder / f"{name}.ipynb") for name in names or expected]

    def _finish(self, notebooks: list[str]) -> None:
        whose = self._whose(str(Path(notebooks[0]).parent))
        folder, given = self._autograded(**whose), self._given(whose["assignment_id"])
        for path in active_files(folder):
            original = given / path.relative_to(folder)
            if original.is_file() and filecmp.cmp(path, original, shallow=False):
                continue
            # Formgrader serves these files as the instructor's own pages; scripts in them would run as theirs.
            self.log.warning(_("%s is kept out of autograded/: a browser would run what stands in it."), path.name)
            path.unlink()
        (folder / UNFINISHED).unlink(missing_ok=True)
        self._nb_metadata.clear()  # nbconvert keeps that of all it has read, and with it everybody's learning curves

    def _limits(self, assignment: str) -> Limits:
        return Budgets(parent=self).limits(assignment)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Read a submission, or what an earlier step of the same run wrote."""
        resources = {} if resources is None else resources
        ours = resources.get("nbgrader", {})
        if not ours or Path(filename).parent == self._autograded(ours["student"], ours["assignment"]):
            converted: tuple[str, dict[str, Any]] = super().from_filename(filename, resources, **kwargs)
            return converted
        if self._broken is not None:
            raise self._broken
        late = self._reset_grades(ours)
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        output: tuple[str, dict[str, Any]] = self.from_notebook_node(self._submission(path, ours, late), resources)
        return output

    def _submission(self, path: Path, ours: dict[str, str], late: tuple[Event, ...]) -> NotebookNode:
        """The mended and cleaned notebook; the released one with the reason, if it can't be read."""
        assignment = ours["assignment"]
        source = load_source(self.parent.coursedir, self, assignment, ours["notebook"])
        actual = self._renamed.get(str(path), path)
        reason = ""
        try:
            mended = read_mended(actual, source, self._limits(assignment).submission_bytes)
        except UnreadableSubmission as error:
            reason = str(error)
            mended = mend(NotebookNode(cells=[]), source)
            self.log.warning("%s, %s: %s", ours["student"], ours["notebook"], reason)
        events = [*late, *(Event(EventKind.MENDED, sentence) for sentence in self._left_out)]
        if reason:
            events.append(Event(EventKind.UNREADABLE, reason))
        else:
            events.extend(mended.events)
        if actual != path:
            told = _("Your notebook had another name; it was graded as {name}.").format(name=path.name)
            events.append(Event(EventKind.MENDED, told))
        notebook = _showable(mended.notebook, source)
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.outputs:
                cell.metadata[KEY] = {"submitted_outputs": cell.outputs}
                cell.outputs = []
        notebook.metadata[KEY] = {"events": [to_plain(event) for event in events], "unreadable": reason}
        return notebook

    def _reset_grades(self, ours: dict[str, str]) -> tuple[Event, ...]:
        """Forget the automatic points of an earlier run; manual points and comments stay.

        A run that is broken off must not leave them behind as if they were this submission's. Returns what the
        gradebook says about lateness.
        """
        coursedir = self.parent.coursedir
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            submitted = gradebook.find_submission_notebook(ours["notebook"], ours["assignment"], ours["student"])
            for grade in submitted.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
            gradebook.db.commit()
            seconds = submitted.assignment.total_seconds_late
        if seconds <= 0:
            return ()
        time = str(timedelta(seconds=round(seconds)))
        return (Event(EventKind.LATE, _("This was handed in {time} after the due date.").format(time=time)),)


def bounds_of(coursedir: Any, limits: Limits) -> CopyBounds:
    """How much is taken of the files that were handed in beside a notebook."""
    return CopyBounds(limits.submission_bytes, coursedir.max_dir_size * _KILOBYTE)


def _before(first: Any, then: Any) -> Any:
    """A hook of nbgrader's that does ours first, then the course's own."""

    def hook(assignment: str, student: str, notebooks: list[str]) -> None:
        first(notebooks)
        if then:
            then(assignment=assignment, student=student, notebooks=notebooks)

    return hook


def _likeness(path: Path, source: SourceNotebook, limits: Limits) -> int:
    try:
        return count_known(read_submission(path, source, limits.submission_bytes), source)
    except UnreadableSubmission:
        return 0


def untouched(cell: NotebookNode, source: SourceNotebook) -> bool:
    """Whether a mended cell's text is the instructor's: it is locked, or still as released."""
    known = source.cell(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    text = plain_text(cell.source)
    if known is None:
        return any(
            text == plain_text(given.released) and given.cell_type == cell.cell_type
            for given in source.cells
            if not given.grade_id
        )
    return not known.solution or text == plain_text(known.released)


def _showable(notebook: NotebookNode, source: SourceNotebook) -> NotebookNode:
    """Clean outputs and Markdown right away; code stays as it is, for it is still to be run."""
    limits = ShownLimits(cells=len(notebook.cells), source=_EVERYTHING)
    return clean_notebook(
        notebook, trusted=lambda cell: cell["cell_type"] == "code" or untouched(cell, source), limits=limits
    )


def active_files(folder: Path) -> Iterator[Path]:
    """Files that a browser would not only show."""
    for path in sorted(folder.rglob("*")):
        kind, _encoding = mimetypes.guess_type(path.name)
        if path.is_file() and kind and re.search(r"html|xml|svg|javascript", kind):
            yield path
