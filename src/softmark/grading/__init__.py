"""One notebook through kernel and judge, and what its results mean."""

from softmark.grading.notebooks import Graded, grade_notebook, ungraded
from softmark.grading.source import SourceCell, SourceNotebook

__all__ = ["Graded", "SourceCell", "SourceNotebook", "grade_notebook", "ungraded"]
