"""``nbgrader generate_feedback``: the page that a student gets back, made from ``autograded/`` and the gradebook."""

from dataclasses import dataclass
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from traitlets import default

from softmark.messages import _
from softmark.model import Event, EventKind, NotebookResult
from softmark.model.plain import to_cell_result, to_notebook_result
from softmark.nbgrader.course_folder import coursedir_of
from softmark.nbgrader.records import record
from softmark.pages import CellKind, FeedbackCell, FeedbackPage, render_feedback


@dataclass(frozen=True)
class _Marks:
    """What the gradebook says about one cell; ``score`` is ``None`` while nobody has given one."""

    score: float | None = None
    maximum: float = 0.0
    comment: str = ""


class FeedbackExporter(Exporter):  # type: ignore[misc]  # nbconvert has no types
    """Turns an autograded notebook into the feedback page."""

    output_mimetype = "text/html"

    @default("file_extension")  # type: ignore[untyped-decorator]  # traitlets has no types
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page as HTML."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        ours = resources["nbgrader"]
        found = record(nb.metadata).get("result")
        result = to_notebook_result(found) if found else None
        coursedir = coursedir_of(self)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            page = _page(nb, result, gradebook, ours)
        if result is None:
            self.log.warning(
                _(
                    "%(notebook)s of %(student)s was not graded by softmark: its feedback page shows no cells. "
                    "Grade it again."
                ),
                {"notebook": ours["notebook"], "student": ours["student"]},
            )
        return render_feedback(page), resources


def _page(nb: NotebookNode, result: NotebookResult | None, gradebook: Any, ours: dict[str, str]) -> FeedbackPage:
    submitted = gradebook.find_submission_notebook(ours["notebook"], ours["assignment"], ours["student"])
    marks = _marks(submitted)
    scores = [mark.score for mark in marks.values() if mark.maximum > 0]
    earned = [score for score in scores if score is not None]
    events: tuple[Event, ...] = (
        result.events if result else (Event(EventKind.NOT_GRADED, _("This page can't be shown yet; ask for it.")),)
    )
    return FeedbackPage(
        assignment=ours["assignment"],
        notebook=ours["notebook"],
        student=_name(gradebook, ours["student"]),
        score=sum(earned) if len(earned) == len(scores) else None,
        maximum=float(submitted.max_score),
        late_penalty=float(submitted.late_submission_penalty or 0.0),
        cells=tuple(_cell(cell, marks) for cell in nb.cells) if result else (),
        events=events,
        fits=result.fits if result else (),
    )


def _marks(submitted: Any) -> dict[str, _Marks]:
    comments = {comment.name: comment.comment or "" for comment in submitted.comments}
    marks = {name: _Marks(comment=comment) for name, comment in comments.items()}
    for grade in submitted.grades:
        given = grade.manual_score if grade.manual_score is not None else grade.auto_score
        score = None if given is None else given + (grade.extra_credit or 0.0)
        marks[grade.name] = _Marks(score, float(grade.max_score), comments.get(grade.name, ""))
    return marks


def _name(gradebook: Any, student_id: str) -> str:
    try:
        student = gradebook.find_student(student_id)
    except MissingEntry:
        return student_id
    return " ".join(part for part in (student.first_name, student.last_name) if part) or student_id


def _cell(cell: NotebookNode, marks: dict[str, _Marks]) -> FeedbackCell:
    own = record(cell.metadata)
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    mark = marks.get(grade_id, _Marks())
    withheld = bool(own.get("withheld"))
    outputs = own.get("submitted_outputs", []) if withheld else cell.get("outputs", [])
    # A cell without our record is one that nobody vouches for: shown as a student's text.
    kind = CellKind(own.get("kind", CellKind.CODE_ANSWER if cell.cell_type == "code" else CellKind.TEXT_ANSWER))
    return FeedbackCell(
        kind=kind,
        source=cell.source,
        outputs=outputs,
        grade_id=grade_id,
        result=to_cell_result(own["result"]) if "result" in own else None,
        score=mark.score,
        maximum=mark.maximum,
        comment=mark.comment,
        as_handed_in=withheld,
    )
