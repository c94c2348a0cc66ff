"""What the gradebook knows of an assignment, and whether ``source/`` still says the same."""

import fnmatch
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from nbgrader import api
from softmark.grading.source import SourceNotebook
from softmark.messages import _
from softmark.nbgrader.source import CourseError, load_source


@dataclass(frozen=True)
class Mark:
    """What the gradebook holds of one graded cell of a submission; points, ``None`` where there are none."""

    notebook: str
    cell: str
    maximum: float
    auto: float | None
    manual: float | None
    extra: float | None

    @property
    def points(self) -> float | None:
        """What counts: a person's points before the automatic ones, as in nbgrader."""
        counts = self.auto if self.manual is None else self.manual
        return None if counts is None else counts + (self.extra or 0.0)


@dataclass(frozen=True)
class Standing:
    """What the gradebook holds of one submission.

    Attributes:
        marks: of its graded cells, sorted.
        timing: when it was handed in, its extension, when it was due.
        penalties: notebook and penalty for lateness, sorted.
    """

    marks: tuple[Mark, ...]
    timing: tuple[datetime | None, timedelta | None, datetime | None]
    penalties: tuple[tuple[str, float | None], ...]


def standings(coursedir: Any, assignment: str, student: str | None = None) -> dict[str, Standing]:
    """Student -> what the gradebook holds; of all who have handed in, or of one."""
    # Columns instead of nbgrader's objects, which take a hundred times as long.
    handed, book, paper, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Assignment, api.Grade
    scores = grade.max_score, grade.auto_score, grade.manual_score, grade.extra_credit
    of_books = api.Notebook, book.notebook_id == api.Notebook.id
    about = [paper.name == assignment] + ([handed.student_id == student] if student is not None else [])
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        ask = gradebook.db.query
        timing = ask(handed.student_id, handed.timestamp, handed.extension, paper.duedate).join(paper).filter(*about)
        graded = ask(handed.student_id, api.Notebook.name, api.BaseCell.name, *scores).select_from(grade)
        graded = graded.join(api.BaseCell).join(book, grade.notebook_id == book.id).join(*of_books)
        late = ask(handed.student_id, api.Notebook.name, book.late_submission_penalty).select_from(book).join(*of_books)
        marks, penalties = defaultdict(list), defaultdict(list)
        for name, *values in graded.join(handed).join(paper).filter(*about):
            marks[name].append(Mark(*values))
        for name, notebook, penalty in late.join(handed).join(paper).filter(*about):
            penalties[name].append((notebook, penalty))
        whens = {name: tuple(when) for name, *when in timing}
    for found in marks.values():
        found.sort(key=lambda mark: (mark.notebook, mark.cell))
    return {name: Standing(tuple(marks[name]), when, tuple(sorted(penalties[name]))) for name, when in whens.items()}


def checked_sources(coursedir: Any, parent: Any, assignment: str) -> list[SourceNotebook]:
    """The source notebooks that a run is about, as the gradebook knows them.

    Args:
        coursedir: nbgrader's ``CourseDirectory``.
        parent: any traitlets ``Configurable`` with the course's configuration.
        assignment: name of the assignment.

    Raises:
        CourseError: a source can't be read, or isn't what the gradebook has.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        names = expected_notebooks(coursedir, gradebook, assignment)
        sources = [load_source(coursedir, parent, assignment, name) for name in names]
        for source in sources:
            _compare(source, gradebook)
    return sources


def expected_notebooks(coursedir: Any, gradebook: Any, assignment: str) -> list[str]:
    """The names of the assignment's notebooks that a run is about.

    Raises:
        CourseError: the gradebook knows none.
    """
    again = _("Run 'nbgrader generate_assignment {assignment}'.").format(assignment=assignment)
    try:
        names = sorted(notebook.name for notebook in gradebook.find_assignment(assignment).notebooks)
    except MissingEntry:
        names = []
    if not names:
        raise CourseError(
            _("The gradebook knows no notebook of '{assignment}' yet.").format(assignment=assignment) + f" {again}"
        )
    return [name for name in names if fnmatch.fnmatchcase(name, coursedir.notebook_id)]


def _compare(source: SourceNotebook, gradebook: Any) -> None:
    """Make sure that the gradebook knows the source's cells and their points.

    Args:
        source: the source notebook.
        gradebook: an open ``nbgrader.api.Gradebook``.

    Raises:
        CourseError: the assignment isn't in the gradebook, or the notebook changed since it was put there.
    """
    again = _("Run 'nbgrader generate_assignment {assignment} --force'.").format(assignment=source.assignment)
    try:
        known = gradebook.find_notebook(source.notebook, source.assignment)
    except MissingEntry:
        raise CourseError(
            _("The gradebook does not know '{notebook}' of '{assignment}' yet.").format(
                notebook=source.notebook, assignment=source.assignment
            )
            + f" {again}"
        ) from None
    # Sorted by name: nbgrader's own order in the gradebook says nothing.
    recorded = {cell.name: float(cell.max_score) for cell in (*known.grade_cells, *known.task_cells)}
    standing = {cell.grade_id: cell.points for cell in source.marked if cell.grade or cell.task}
    for name in sorted({*recorded, *standing}):
        if recorded.get(name) != standing.get(name):
            raise CourseError(
                _(
                    "Cell '{cell}' of '{notebook}' is worth {standing} in source/, but {recorded} in the gradebook."
                ).format(
                    cell=name,
                    notebook=source.notebook,
                    standing=_worth(standing.get(name)),
                    recorded=_worth(recorded.get(name)),
                )
                + f" {again}"
            )


def _worth(points: float | None) -> str:
    return _("nothing (it isn't there)") if points is None else _("{points:g} points").format(points=points)
