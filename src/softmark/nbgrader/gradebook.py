"""What the gradebook knows of an assignment, and whether ``source/`` still says the same."""

import fnmatch
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from softmark.grading.source import SourceNotebook
from softmark.messages import _
from softmark.nbgrader.source import CourseError, load_source


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
