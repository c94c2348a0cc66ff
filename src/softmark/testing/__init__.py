"""Runs test functions under pytest: for a student's ``check()``, and for the judge."""

from softmark.testing.cells import NotPlainPython, compile_cell, run_cell
from softmark.testing.outcomes import Place, Raised, TestOutcome
from softmark.testing.partly import earn
from softmark.testing.plain import PlainRun, run_plain
from softmark.testing.running import in_one_pytest, run_tests
from softmark.testing.stubs import is_stub
from softmark.testing.weights import points

__all__ = [
    "NotPlainPython",
    "Place",
    "PlainRun",
    "Raised",
    "TestOutcome",
    "compile_cell",
    "earn",
    "in_one_pytest",
    "is_stub",
    "points",
    "run_cell",
    "run_plain",
    "run_tests",
]
