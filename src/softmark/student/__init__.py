"""``check()``: what a student sees of the public checks of a cell, at once and in the notebook."""

from softmark.student.checking import check
from softmark.student.panel import ChecksFailed, Panel

__all__ = ["ChecksFailed", "Panel", "check"]
