"""Why stock nbgrader and softmark give a graded cell different points: only what there is evidence of."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from softmark.grading.raw import Mode
from softmark.grading.source import SourceCell
from softmark.judge.analysis import analyse, without_magics
from softmark.judge.link import IN_DOUBT, OWN_OPERATOR
from softmark.messages import _
from softmark.model import Basis, CellResult, Event, EventKind, State
from softmark.nbgrader.stock import StockCell, StockNotebook, StockResult
from softmark.parsing import parse

_SHOWN: Final = 160
_INTERRUPTED: Final = ("CellTimeoutError", "KeyboardInterrupt")
"""Errors that cells end with when nbgrader stops them, as ``Execute.interrupt_on_timeout`` is set or not."""
_ENDS: Final = frozenset(
    {EventKind.KERNEL_DIED, EventKind.KILLED, EventKind.MEMORY, EventKind.DISK, EventKind.PROCESSES}
)


class CauseKind(StrEnum):
    """What a difference comes from."""

    STDERR = "stderr"
    IOPUB_TIMEOUT = "iopub timeout"
    TIMEOUT = "timeout"
    KERNEL_DIED = "kernel died"
    NOT_CONVERTED = "not converted"
    CELL_MISSING = "cell missing"
    LAST_VALUE = "last value"
    TEST_FUNCTIONS = "test functions"
    GIVEN_DATA = "given data"
    OWN_CLASS = "own class"
    IN_DOUBT = "odd answer"
    NOT_CROSSING = "not crossing"
    BUDGET = "budget"
    CELL_ERROR = "cell error above"
    COULD_NOT_CHECK = "could not check"
    KERNEL_MODE = "kernel mode"
    CLAIM = "claim"


@dataclass(frozen=True)
class Cause:
    """One reason of a difference, in a sentence for the instructor."""

    kind: CauseKind
    text: str


@dataclass(frozen=True)
class Evidence:
    """What is known of a graded cell whose points differ.

    Attributes:
        cell: the cell in the source.
        stock: what nbgrader made of the whole submission.
        notebook: and of this notebook; ``None`` if it knows none.
        ours: what softmark made of the cell.
        events: what happened in softmark's run of the notebook.
        mode: how softmark judges the cell; ``None`` if the reference could not run.
        given: names that locked cells make, if nbgrader gives softmark's points as soon as these are made anew.
    """

    cell: SourceCell
    stock: StockResult
    notebook: StockNotebook | None
    ours: CellResult
    events: tuple[Event, ...]
    mode: Mode | None
    given: tuple[str, ...]

    @cached_property
    def theirs(self) -> StockCell:
        """What nbgrader made of the cell."""
        found = self.notebook.cells.get(self.cell.grade_id) if self.notebook else None
        return found or StockCell(None)

    @cached_property
    def details(self) -> str:
        """What softmark tells the instructor of the checks."""
        return "\n".join(check.detail for check in self.ours.checks)

    @cached_property
    def errors(self) -> str:
        """Of these, the errors in pytest's reports."""
        return "\n".join(line[1:].strip() for line in self.details.splitlines() if line.startswith("E "))

    @cached_property
    def ended(self) -> tuple[str, str]:
        """What the cell ended with in nbgrader, and in softmark."""
        theirs = self.stock.problem or self.theirs.error
        return shown(theirs), shown(self.errors.partition("\n")[0] or self.ours.state.value)


def shown(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def causes(evidence: Evidence) -> Iterator[Cause]:
    """Every cause that there is evidence of; how the cell is judged only where there is no other."""
    if evidence.ours.state is State.COULD_NOT_CHECK:
        why = shown(evidence.errors or evidence.details)
        yield Cause(CauseKind.COULD_NOT_CHECK, _("softmark could not check it: {reason}").format(reason=why))
        return
    found = False
    for kind, look in _LOOKS.items():
        if text := look(evidence):
            found = True
            yield Cause(kind, text)
    if not found:
        for kind, look in _CIRCUMSTANCES.items():
            if text := look(evidence):
                yield Cause(kind, text)


def _stderr(evidence: Evidence) -> str:
    cell = evidence.theirs
    if not cell.stderr or cell.error or cell.points != 0:
        return ""
    text = _("nbgrader gives nothing for a cell that writes to standard error: '{line}'.")
    return text.format(line=shown(cell.stderr))


def _iopub(evidence: Evidence) -> str:
    if not evidence.stock.problem.startswith("CellTimeoutError") or "IOPub" not in evidence.stock.problem:
        return ""
    return _("nbgrader waited in vain for the rest of a cell's output (iopub), and does not grade the submission.")


def _timeout(evidence: Evidence) -> str:
    late = {evidence.cell.grade_id: evidence.theirs.error, **(evidence.notebook.errors if evidence.notebook else {})}
    there = [name for name, error in late.items() if error.startswith(_INTERRUPTED)]
    if there:
        text = _("nbgrader stopped {cells}, as the time was up (Execute.timeout).")
        return text.format(cells=", ".join(there))
    return _event(evidence, {EventKind.TIMEOUT})


def _died(evidence: Evidence) -> str:
    if evidence.stock.problem.startswith("DeadKernelError"):
        return _("The kernel ended. nbgrader grades nothing of such a submission; softmark what came before.")
    return _event(evidence, _ENDS)


def _event(evidence: Evidence, kinds: set[EventKind] | frozenset[EventKind]) -> str:
    """What softmark tells of a cell, if it is of these kinds."""
    text = _("In softmark ({cell}): {message}")
    return next((text.format(cell=e.cell, message=e.message) for e in evidence.events if e.kind in kinds), "")


def _not_converted(evidence: Evidence) -> str:
    problem = evidence.stock.problem
    if not problem or problem.startswith(("DeadKernelError", "CellTimeoutError")):
        return ""
    return _("nbgrader ended with an error, and does not grade the submission: {error}").format(error=shown(problem))


def _missing(evidence: Evidence) -> str:
    if evidence.stock.problem or evidence.notebook is None or not evidence.notebook.there:
        return ""
    if evidence.cell.grade_id in evidence.notebook.there:
        return ""
    return _("The cell is not in what was handed in: nbgrader does not grade it, softmark puts it back.")


def _last_value(evidence: Evidence) -> str:
    cell = evidence.theirs
    if not cell.value or cell.error or cell.stderr or evidence.errors or cell.points is None:
        return ""
    text = _("nbgrader reads {points:g} points from the cell's last value, {value}; softmark {ours:g}.")
    return text.format(points=cell.points, value=shown(cell.value), ours=evidence.ours.points or 0.0)


def _test_functions(evidence: Evidence) -> str:
    if not analyse(evidence.cell.source).tests or evidence.stock.problem:
        return ""
    if not _calls_check(evidence.cell.source):
        return _("nbgrader only defines the test functions of this cell; softmark runs them.")
    return _("nbgrader runs these test functions in the submission's own process; softmark in the judge.")


def _calls_check(text: str) -> bool:
    nodes = ast.walk(parse(without_magics(text)))
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check" for node in nodes
    )


def _given(evidence: Evidence) -> str:
    if not evidence.given:
        return ""
    text = _(
        "The check reads what the submission was given and has changed: {names}. With these made anew, nbgrader gives "
        "softmark's points."
    )
    return text.format(names=", ".join(evidence.given))


def _own_class(evidence: Evidence) -> str:
    line = _line(evidence, OWN_OPERATOR)
    return _("An operator of the submission's own class decides in nbgrader. {line}").format(line=line) if line else ""


def _in_doubt(evidence: Evidence) -> str:
    return _line(evidence, IN_DOUBT)


def _line(evidence: Evidence, beginning: str) -> str:
    return next((shown(line) for line in evidence.details.splitlines() if line.startswith(beginning)), "")


def _not_crossing(evidence: Evidence) -> str:
    if "NotCrossing" not in evidence.errors and "CodecError" not in evidence.errors:
        return ""
    return _("A value cannot be handed to the judge: {error}").format(error=shown(evidence.errors))


def _budget(evidence: Evidence) -> str:
    if "SubmissionError" not in evidence.errors and "OutOfTime" not in evidence.errors:
        return ""
    return _("softmark's limits were reached: {error}").format(error=shown(evidence.errors))


def _cell_error(evidence: Evidence) -> str:
    errors = evidence.notebook.errors if evidence.notebook else {}
    theirs = {name for name, error in errors.items() if not error.startswith(_INTERRUPTED)}
    ours = {event.cell for event in evidence.events if event.kind is EventKind.CELL_ERROR and event.cell}
    named = {name for name in theirs if not name.startswith("cell ")}
    alone = [(_("in nbgrader alone"), named - ours), (_("in softmark alone"), ours - theirs)]
    text = _("Stopped with an error {where}: {cells}.")
    found = [text.format(where=where, cells=", ".join(sorted(cells))) for where, cells in alone if cells]
    return "" if evidence.stock.problem else " ".join(found)


def _kernel_mode(evidence: Evidence) -> str:
    if evidence.mode is None or evidence.mode.outside:
        return ""
    text = _("The cell is judged in the submission's kernel, and the points are what that claims. Elsewhere: {why}")
    return text.format(why=shown(evidence.mode.why))


def _claim(evidence: Evidence) -> str:
    claimed = [check.name for check in evidence.ours.checks if check.basis is Basis.CLAIMED]
    if not claimed or (evidence.mode is not None and not evidence.mode.outside):
        return ""
    return _("The result rests on what the submission's objects say of themselves ({checks}).").format(
        checks=", ".join(claimed)
    )


_LOOKS: Final[Mapping[CauseKind, Callable[[Evidence], str]]] = {
    CauseKind.IOPUB_TIMEOUT: _iopub,
    CauseKind.KERNEL_DIED: _died,
    CauseKind.NOT_CONVERTED: _not_converted,
    CauseKind.CELL_MISSING: _missing,
    CauseKind.STDERR: _stderr,
    CauseKind.TIMEOUT: _timeout,
    CauseKind.LAST_VALUE: _last_value,
    CauseKind.TEST_FUNCTIONS: _test_functions,
    CauseKind.GIVEN_DATA: _given,
    CauseKind.OWN_CLASS: _own_class,
    CauseKind.IN_DOUBT: _in_doubt,
    CauseKind.NOT_CROSSING: _not_crossing,
    CauseKind.BUDGET: _budget,
    CauseKind.CELL_ERROR: _cell_error,
}
_CIRCUMSTANCES: Final[Mapping[CauseKind, Callable[[Evidence], str]]] = {
    CauseKind.KERNEL_MODE: _kernel_mode,
    CauseKind.CLAIM: _claim,
}
