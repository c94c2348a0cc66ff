"""A cause is named where there is evidence of it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from softmark.grading import SourceCell
from softmark.grading.raw import Mode
from softmark.model import Basis, CellResult, CheckResult, Event, EventKind, State
from softmark.nbgrader.causes import CauseKind, Evidence, causes
from softmark.nbgrader.stock import StockCell, StockNotebook, StockResult


def _evidence(
    stock: StockCell | None = None,
    *,
    state: State = State.FAILED,
    points: float = 0.0,
    detail: str = "",
    basis: Basis = Basis.COMPUTED,
    problem: str = "",
    errors: dict[str, str] | None = None,
    events: tuple[Event, ...] = (),
    mode: Mode | None = None,
    **more: Any,
) -> Evidence:
    text = more.pop("text", "assert f(1) == 2")
    cell = SourceCell("t", "code", text, text, True, True, False, False, 2.0, 1)
    notebook = StockNotebook({"t": stock or StockCell(2.0)}, frozenset({"t", "above"}), errors or {})
    check = CheckResult("t", "", state, points, 2.0, detail=detail, basis=basis)
    ours = CellResult("t", 2.0, (check,))
    return Evidence(cell, StockResult(problem, {"one": notebook}), notebook, ours, events, mode, more.pop("given", ()))


def _kinds(evidence: Evidence) -> list[CauseKind]:
    return [cause.kind for cause in causes(evidence)]


@pytest.mark.parametrize(
    ("evidence", "kinds"),
    [
        (_evidence(), []),
        (_evidence(StockCell(0.0, error="AssertionError: ", stderr="loud")), []),
        (_evidence(StockCell(0.0, stderr="loud"), state=State.PASSED, points=2.0), [CauseKind.STDERR]),
        (_evidence(StockCell(2.0, value="'text'"), detail="E   AssertionError"), []),
        (_evidence(StockCell(1.0, value="1.0"), state=State.PASSED, points=2.0), [CauseKind.LAST_VALUE]),
        (_evidence(detail="E   softmark.judge.link.NotCrossing: a file"), [CauseKind.NOT_CROSSING]),
        (_evidence(detail="E   softmark.judge.link.SubmissionError: too often"), [CauseKind.BUDGET]),
        (_evidence(errors={"above": "NameError: x"}), [CauseKind.CELL_ERROR]),
        (
            _evidence(errors={"above": "NameError: x"}, events=(Event(EventKind.CELL_ERROR, "It stopped.", "above"),)),
            [],
        ),
        (_evidence(events=(Event(EventKind.MEMORY, "Too much.", "above"),)), [CauseKind.KERNEL_DIED]),
        (_evidence(events=(Event(EventKind.MENDED, "Put back.", "above"),)), []),
        (_evidence(mode=Mode(outside=False, why="no file"), basis=Basis.CLAIMED), [CauseKind.KERNEL_MODE]),
        (_evidence(mode=Mode(), basis=Basis.CLAIMED), [CauseKind.CLAIM]),
        (
            _evidence(StockCell(0.0, stderr="loud"), mode=Mode(outside=False), basis=Basis.CLAIMED),
            [CauseKind.STDERR],
        ),
        (_evidence(given=("y_test",)), [CauseKind.GIVEN_DATA]),
        (_evidence(text="def test_f(f): assert f"), [CauseKind.TEST_FUNCTIONS]),
        (_evidence(problem="ValueError: partial credit", events=()), [CauseKind.NOT_CONVERTED]),
        (_evidence(state=State.COULD_NOT_CHECK, errors={"above": "NameError: x"}), [CauseKind.COULD_NOT_CHECK]),
    ],
)
def test_causes_follow_from_evidence(evidence: Evidence, kinds: list[CauseKind]) -> None:
    assert _kinds(evidence) == kinds


def test_odd_answer_is_told_in_the_judges_words() -> None:
    from softmark.judge.link import IN_DOUBT

    (cause,) = causes(_evidence(detail=f"E   AssertionError\n{IN_DOUBT}; the reference's does not."))
    assert (cause.kind, cause.text) == (CauseKind.IN_DOUBT, f"{IN_DOUBT}; the reference's does not.")
