"""One outcome for a plain nbgrader cell: bare asserts, and perhaps a value as partial credit."""

from dataclasses import replace
from typing import NamedTuple

from softmark.testing.cells import compile_cell, run_cell
from softmark.testing.outcomes import TestOutcome
from softmark.testing.running import run_tests


class PlainRun(NamedTuple):
    """What running a plain cell gave: its outcome, and the value of its last line (see :func:`run_cell`)."""

    outcome: TestOutcome
    value: object


def run_plain(source: str, namespace: dict[str, object], path: str) -> PlainRun:
    """Run a plain cell's text as one test, in ``namespace``, which keeps what the cell defines.

    The outcome's name and line are ``path``, for a cell has no docstring. A name that the cell looked for in
    vain is in its ``missing``.

    Raises:
        NotPlainPython: if only IPython can run it; nothing has run then.
        SyntaxError: if it is no Python at all.
    """
    compile_cell(source, path)
    value: object = None

    def test_cell() -> None:
        nonlocal value
        __tracebackhide__ = True
        value = run_cell(source, namespace, path)

    (outcome,) = run_tests([test_cell], namespace.__getitem__, path=path)
    return PlainRun(replace(outcome, name=path, line=path), value)
