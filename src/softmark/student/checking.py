"""``check()``: run the public checks of the cell that calls it."""

import inspect
import math
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

from softmark.messages import _
from softmark.student.findings import CellName, finding_of
from softmark.student.panel import ChecksFailed, Panel
from softmark.student.trained import recorded_here
from softmark.testing import TestOutcome, run_tests
from softmark.testing.hidden import HIDDEN_FOLDER, HiddenFolder
from softmark.testing.plugin import Stopped

if TYPE_CHECKING:
    from softmark.student.quizzes import Shown

Tests = Mapping[str, Callable[..., Any]]

GRADING = "SOFTMARK_GRADING"


class CheckArguments(TypeError):
    """``check()`` was given arguments, which mean nothing yet."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(*arguments: object, **named: object) -> "Panel | Shown | float | None":
    """Run the public checks of this cell, and show what they found.

    To be called in the last line of a cell that defines ``test_*`` functions. Their parameters are names of the
    notebook. Other cells' tests are not run. While nbgrader itself is grading, hidden tests are there, too, and
    ``hidden`` is the folder of that name beside the notebook. In a quiz, ``check("q3")`` looks at the answer to
    question 3 instead.

    Returns:
        A panel that the notebook shows. While nbgrader itself is grading: the points earned, if every test has
        ``@points``, or ``None``. While softmark is grading: ``None``, and nothing is run.

    Raises:
        TypeError: if it is given arguments.
        ChecksFailed: if a check fails while nbgrader validates, or grades a cell without ``@points``.
    """
    if os.environ.get(GRADING) == "1":
        return None  # the judge runs the checks, elsewhere
    question = arguments[0] if len(arguments) == 1 and not named else None
    if (arguments or named) and not isinstance(question, str):
        told = _(
            'check() runs the checks of its own cell: write `check()`. In a quiz, name the question: `check("q3")`.'
        )
        raise CheckArguments(told)
    caller = inspect.currentframe()
    caller = caller.f_back if caller else None
    if caller is None or _shell() is None:
        return _told(_("check() shows its result in a notebook. Open this file's notebook and run the cell there."))
    grading = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    if isinstance(question, str) and not grading:
        from softmark.student.quizzes import confirm

        return confirm(question, caller.f_globals)
    tests = _tests_of(caller)
    if not tests:
        return Panel(notice=_("This cell has no public checks."))
    names = caller.f_globals
    outcomes = run_tests(
        list(tests.values()),
        names.__getitem__,
        path=caller.f_code.co_filename,
        plugins=[_StopWhenInterrupted()],
        # nbgrader takes every point for a line on standard error, whoever wrote it.
        capture="fd" if grading else "sys",
        extra_fixtures=_fixtures(grading),
    )
    panel = Panel(tuple(finding_of(outcome, tests[outcome.name], names, _cell_name) for outcome in outcomes))
    if grading:
        return _partial_credit(outcomes, panel)
    if os.environ.get("NBGRADER_VALIDATING") and not panel.passed:
        raise ChecksFailed(repr(panel))
    return panel


def _fixtures(grading: bool) -> dict[str, Callable[[], object]]:
    """What tests may ask for, besides names of the notebook."""
    given: dict[str, Callable[[], object]] = {"trainings": recorded_here}
    if grading:
        given["hidden"] = lambda: HiddenFolder(Path.cwd() / HIDDEN_FOLDER)
    return given


def _tests_of(caller: FrameType) -> Tests:
    """The test functions that the caller's own cell defines, by name and in its order."""
    found = {}
    for name, value in caller.f_globals.items():
        if name.startswith("test_") and inspect.isfunction(value):
            code = inspect.unwrap(value).__code__
            if code.co_filename == caller.f_code.co_filename:
                found[value.__name__] = (code.co_firstlineno, value)
    return {name: value for name, (_line, value) in sorted(found.items(), key=lambda item: item[1][0])}


def _partial_credit(outcomes: tuple[TestOutcome, ...], panel: Panel) -> float | None:
    """What nbgrader's own grading reads: a number of points, an error for none, nothing for all."""
    earned = [outcome.weight * outcome.share for outcome in outcomes if outcome.weight is not None]
    if len(earned) == len(outcomes):
        # nbgrader refuses more points than the cell has, be it by a rounding error.
        return round(math.fsum(earned), 9)
    if not panel.passed:
        raise ChecksFailed(repr(panel))
    return None


class _StopWhenInterrupted:
    """Ends the run when the student interrupts the kernel: the next test might take as long."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        if call.excinfo is not None and isinstance(call.excinfo.value, Stopped):
            item.session.shouldstop = "interrupted"
        return (yield)


def _shell() -> Any:
    """The running IPython, or ``None``; does not import it."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None


def _cell_name(path: str) -> str | None:
    name: CellName = getattr(getattr(_shell(), "compile", None), "format_code_name", lambda path: None)
    found = name(path)
    return found[1] if found else None


def _told(sentence: str) -> Panel:
    print(sentence)
    return Panel(notice=sentence)
