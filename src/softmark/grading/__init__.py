"""One notebook through kernel and judge, and what its results mean."""

from softmark.grading.engine import Engine
from softmark.grading.notebooks import Graded, ungraded
from softmark.grading.source import SourceCell, SourceNotebook

__all__ = ["Engine", "Graded", "SourceCell", "SourceNotebook", "ungraded"]
