"""Writes the judge's points into the gradebook."""

import sqlite3
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import SaveAutoGrades

from softmark.messages import _
from softmark.model.plain import to_notebook_result
from softmark.nbgrader.course_folder import coursedir_of
from softmark.nbgrader.history import History
from softmark.nbgrader.records import record


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's own, but for automatically graded cells, which it would mark by their outputs.

    *Not graded* is no score at all, and asks for a person: nbgrader has no other way to say so.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Save all cells' points."""
        self._unreadable = bool(record(nb.metadata).get("unreadable"))
        saved: tuple[NotebookNode, dict[str, Any]] = super().preprocess(nb, resources)
        self._remember(record(nb.metadata))
        return saved

    def _remember(self, told: dict[str, Any]) -> None:
        """Note the grades in the course's history."""
        if "result" not in told:
            return
        result = to_notebook_result(told["result"])
        try:
            History(Path(coursedir_of(self).root)).add(self.student_id, self.assignment_id, result, told["checks"])
        except (sqlite3.Error, OSError) as error:
            self.log.warning(_("The history of grades could not be written: %s"), error)

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
