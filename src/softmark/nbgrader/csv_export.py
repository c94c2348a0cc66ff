"""``nbgrader export``: the gradebook as CSV, in which nothing that isn't known looks like a 0."""

import csv
import re
import sys
from collections.abc import Iterator
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import CsvExportPlugin

from softmark.messages import _

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)

# What spreadsheet programs take for the beginning of a formula; see OWASP, "CSV Injection".
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")


class CsvExport(CsvExportPlugin):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's columns and options; scores stay blank where nothing was handed in or something isn't graded.

    A text that a spreadsheet program would run as a formula has a ``'`` before it: a name ``=1+1``, and also a
    student id ``-7``, which reads ``'-7`` then. Who matches rows by id takes that ``'`` off again.
    """

    def export(self, gradebook: Any) -> None:
        """Write the file; ends the program with status 1 if that can't be done."""
        target = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", target)
        try:
            with open(target, "w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows({key: harmless(value) for key, value in row.items()} for row in self._rows(gradebook))
        except OSError as error:
            self.log.error(_("%(path)s can't be written: %(reason)s."), {"path": target, "reason": error.strerror})
            sys.exit(1)

    def _rows(self, gradebook: Any) -> Iterator[dict[str, Any]]:
        assignments, students = {str(name) for name in self.assignment}, {str(name) for name in self.student}
        for assignment in gradebook.assignments:
            if assignments and assignment.name not in assignments:
                continue
            for student in gradebook.students:
                if not students or student.id in students:
                    yield self._row(gradebook, assignment, student)

    def _row(self, gradebook: Any, assignment: Any, student: Any) -> dict[str, Any]:
        row = {
            "assignment": assignment.name,
            "duedate": assignment.duedate,
            "student_id": student.id,
            "last_name": student.last_name,
            "first_name": student.first_name,
            "email": student.email,
            "max_score": assignment.max_score,
        }
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            told = _("%(student)s has not handed in %(assignment)s: no score.")
            self.log.warning(told, {"student": student.id, "assignment": assignment.name})
            return row
        row["timestamp"] = submission.timestamp
        open_cells = [
            f"{notebook.name}/{grade.name}"
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.auto_score is None and grade.manual_score is None
        ]
        if open_cells:
            told = _("%(student)s, %(assignment)s: not all graded, so no score. Open: %(cells)s.")
            where = {"student": student.id, "assignment": assignment.name}
            self.log.warning(told, {**where, "cells": ", ".join(sorted(open_cells))})
            return row
        penalty = submission.late_submission_penalty
        scores = {
            "raw_score": submission.score,
            "late_submission_penalty": penalty,
            "score": max(0.0, submission.score - penalty),
        }
        return row | scores


def harmless(value: object) -> object:
    """A value for a cell of a table: text that looks like a formula with a ``'`` before it, all others as they are.

    >>> harmless("=1+1"), harmless("Ann-Marie"), harmless(-1.5)
    ("'=1+1", 'Ann-Marie', -1.5)
    """
    if not isinstance(value, str):
        return value
    # Before Python 3.13, csv writes a carriage return bare, and what follows it begins a row of its own.
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _FORMULA.match(text) else text
