"""Writes the judge's points into the gradebook."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import SaveAutoGrades

from softmark.nbgrader.records import record


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's own, but for automatically graded cells, which it would mark by their outputs.

    *Not graded* is no score at all, and asks for a person: nbgrader has no other way to say so.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Save all cells' points."""
        self._unreadable = bool(record(nb.metadata).get("unreadable"))
        saved: tuple[NotebookNode, dict[str, Any]] = super().preprocess(nb, resources)
        return saved

    def _add_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        result = record(cell.metadata).get("result")
        if result is None and not self._unreadable:
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = result["points"] if result else None
        grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        # The blank notebook in the place of an unreadable one is not "No response".
        if not self._unreadable:
            super()._add_comment(cell, resources)
