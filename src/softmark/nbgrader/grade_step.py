"""The step in the place of nbgrader's ``Execute``: runs and judges one notebook."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Any as AnyTrait

from softmark.grading import Graded, SourceNotebook, ungraded
from softmark.model import NotebookResult
from softmark.model.plain import to_events, to_plain
from softmark.nbgrader.autograding import NOT_HANDED_IN, untouched
from softmark.nbgrader.course_folder import coursedir_of
from softmark.nbgrader.engines import engine_of
from softmark.nbgrader.records import KEY, record
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import load_source
from softmark.pages import CellKind, clean_notebook, panel_output

Grader = Callable[..., Graded]


class GradeStep(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Grades a notebook that :class:`softmark.nbgrader.autograding.SubmissionExporter` has mended."""

    grader = AnyTrait(
        None,
        allow_none=True,
        help="A function with the signature of softmark.grading.Engine.grade, to be called in its place.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace outputs by this run's, and write results into the metadata."""
        ours = resources["nbgrader"]
        coursedir = coursedir_of(self)
        source = load_source(coursedir, self, ours["assignment"], ours["notebook"])
        before = record(nb.metadata)
        handed_in = [record(cell.metadata).get("submitted_outputs", []) for cell in nb.cells]
        events = to_events(before.get("events", ()))
        for node in (nb, *nb.cells):
            node.metadata.pop(KEY, None)
        limits = Budgets(parent=self).limits(ours["assignment"])
        if before.get("unreadable"):
            result = ungraded(source, before["unreadable"], events=events)
            graded = Graded(result, nb, repeatable=True)
        else:
            folder = coursedir.format_path(coursedir.autograded_directory, ours["student"], ours["assignment"])
            grade: Grader = self.grader or engine_of(Path(coursedir.root)).grade
            graded = grade(
                source,
                nb,
                files=Path(folder),
                student=ours["student"],
                limits=limits,
                events=events,
                ignored=NOT_HANDED_IN,
            )
            for cell in graded.result.cells:
                self.log.info("%s: %s", cell.grade_id, cell.state)
        shown = show(graded, source, handed_in)
        shown.metadata[KEY] = {
            "events": [to_plain(event) for event in graded.result.events],
            "unreadable": before.get("unreadable", ""),
            "result": to_plain(graded.result),
            "repeatable": graded.repeatable,
            "checks": graded.checks,
        }
        return shown, resources


def show(graded: Graded, source: SourceNotebook, handed_in: list[Any]) -> NotebookNode:
    """The graded notebook as formgrader may show it: cleaned, with results for outputs of graded cells.

    Args:
        graded: what grading gave; its notebook's cells are those of ``handed_in``.
        source: the source notebook.
        handed_in: for each cell the outputs that were handed in, cleaned.
    """
    for index, cell in enumerate(graded.notebook.cells):
        cell.metadata[KEY] = {"index": index}  # of very many cells of the student's own, some are not shown
    notebook = clean_notebook(
        graded.notebook,
        # Markdown of the student's was cleaned when it was read; doing it twice would show its markup.
        trusted=lambda cell: cell["cell_type"] != "code" or untouched(cell, source),
    )
    for cell in notebook.cells:
        own: dict[str, Any] = {"kind": _kind(cell, source).value}
        place = record(cell.metadata).get("index")
        if place in graded.withheld:
            own |= {"withheld": True, "submitted_outputs": handed_in[place]}
        found = _result_of(cell, graded.result)
        if found is not None:
            cell.outputs = [panel_output(found)]
            own["result"] = to_plain(found)
        cell.metadata[KEY] = own
    return notebook


def _kind(cell: NotebookNode, source: SourceNotebook) -> CellKind:
    """Who wrote a cell, and what it is for."""
    known = source.cell(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    if known is not None and known.test:
        return CellKind.CHECKS
    code, given = cell.cell_type == "code", untouched(cell, source)
    if known is not None and known.solution:
        given = False
    if code:
        return CellKind.GIVEN_CODE if given else CellKind.CODE_ANSWER
    return CellKind.TEXT if given else CellKind.TEXT_ANSWER


def _result_of(cell: NotebookNode, result: NotebookResult) -> Any:
    return result.cell(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
