"""A second run under a fresh seed, where a submission has missed a bound so narrowly that luck may have decided.

A check that failed is a *near miss* if one of its comparisons misses its bound by less than half of what the reference
clears it by. A submission with a near miss runs again, under a seed of its own each time, until no near miss is left or
``Limits.retries`` are used up. What passes in one of these runs has passed; nothing is ever lost by a run. Each answer
has a seed of its own then, whatever the instructor's cells set. An answer that sets its own seed gives the same numbers
again: then there is no further run.

The price: an honest solution that misses a bound with probability p fails with p ** (1 + retries), and a wrong one that
reaches it with probability q passes with up to 1 - (1 - q) ** (1 + retries).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from softmark.grading.deciding import Control
from softmark.grading.notebooks import Graded
from softmark.messages import _
from softmark.model import Basis, CellResult, CheckResult, Event, EventKind, Measured, Seed, State

_NEAR: Final = 0.5
_SEEDS: Final = 1 << 31


def with_retries(run: Callable[[Seed], Graded], seed: Seed, controls: Mapping[str, Control], retries: int) -> Graded:
    """Grade, and grade again what was narrowly missed.

    Args:
        run: grades the submission under a seed.
        seed: the first one.
        controls: grade_id -> what the cell's checks gave on the reference.
        retries: further runs at most.

    Returns:
        The first run, with the checks that passed in a later one in place of its near misses, and an event that says
        so.
    """
    first = run(seed)
    missed = _near_misses(first, controls)
    kept: dict[tuple[str, str], CheckResult] = {}
    repeatable = first.repeatable
    for number in range(1, retries + 1 if missed else 1):
        again = run(Seed((seed.number + number) % _SEEDS, each_answer=True))
        repeatable = repeatable and again.repeatable
        checks = _checks(again)
        passed = {place: checks[place] for place in missed if place in checks and checks[place].state is State.PASSED}
        kept |= passed
        same = all(_same(missed[place], checks[place].measured) for place in missed if place in checks)
        missed = {place: one for place, one in missed.items() if place not in passed}
        if same or not missed:
            break
    if not kept:
        return replace(first, repeatable=repeatable)
    told = _(
        "A bound was missed narrowly here, so your notebook ran again with other random numbers. What passed counts."
    )
    cells = tuple(_with(cell, kept) for cell in first.result.cells)
    events = (Event(EventKind.RUN_AGAIN, told, cell) for cell in dict.fromkeys(cell for cell, _check in kept))
    result = replace(first.result, cells=cells, events=(*first.result.events, *events))
    return replace(first, result=result, repeatable=repeatable)


def _checks(graded: Graded) -> dict[tuple[str, str], CheckResult]:
    return {(cell.grade_id, check.name): check for cell in graded.result.cells for check in cell.checks}


def _near_misses(graded: Graded, controls: Mapping[str, Control]) -> dict[tuple[str, str], Measured]:
    """The comparison that each near miss failed by."""
    found = {}
    for (cell, name), check in _checks(graded).items():
        if check.state is State.FAILED and check.basis is Basis.COMPUTED and cell in controls:
            near = _narrow(check.measured, controls[cell].measured.get(name, ()))
            if near is not None:
                found[cell, name] = near
    return found


def _narrow(measured: Iterable[Measured], reference: Iterable[Measured]) -> Measured | None:
    cleared = {(one.text, one.line): one.value - one.bound for one in reference}
    for one in measured:
        by, off = cleared.get((one.text, one.line), 0.0), one.value - one.bound
        if by * off < 0 and abs(off) < _NEAR * abs(by):
            return one
    return None


def _same(before: Measured, after: Iterable[Measured]) -> bool:
    return any((one.text, one.line, one.value) == (before.text, before.line, before.value) for one in after)


def _with(cell: CellResult, kept: Mapping[tuple[str, str], CheckResult]) -> CellResult:
    return replace(cell, checks=tuple(kept.get((cell.grade_id, check.name), check) for check in cell.checks))
