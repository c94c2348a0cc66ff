"""The control: the reference solution through the same kernel, judge and machine.

It tells a wrong answer from a broken check, and decides once, for all submissions, how each graded cell is judged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from softmark.grading.deciding import Control, control_from
from softmark.grading.files import copy_tree
from softmark.grading.raw import Mode, RawCell, RawNotebook
from softmark.grading.running import Runner
from softmark.grading.source import SourceNotebook
from softmark.grading.transcript import Replay, Unrecorded
from softmark.messages import _
from softmark.model import Limits, Measured, Seed
from softmark.testing.hidden import KEPT_BACK

SEED = Seed(1)
ANY_OPERATOR = frozenset("*")
_ENDING = 500


@dataclass(frozen=True)
class Controlled:
    """What is known of one notebook from its reference solution.

    Attributes:
        modes: grade_id -> how to judge the cell.
        controls: grade_id -> what its checks gave on the reference.
        warnings: what the reference's run has shown that an instructor should know.
        transcript: of that run, see :mod:`softmark.grading.transcript`.
        repeatable: whether the reference would end like this each time.
    """

    modes: Mapping[str, Mode]
    controls: Mapping[str, Control]
    warnings: tuple[str, ...] = ()
    transcript: bytes = b""
    repeatable: bool = False

    @property
    def whole(self) -> bool:
        """Whether the reference passed every check."""
        return all(control.passed for control in self.controls.values())


def to_plain(known: Controlled) -> dict[str, Any]:
    """As plain values."""
    return {
        "modes": {name: [mode.outside, sorted(mode.operators), mode.why] for name, mode in known.modes.items()},
        "controls": {name: asdict(control) for name, control in known.controls.items()},
        "warnings": list(known.warnings),
    }


def from_plain(plain: Mapping[str, Any]) -> Controlled:
    """From plain values; without transcript."""
    modes = {name: Mode(outside, frozenset(used), why) for name, (outside, used, why) in plain["modes"].items()}
    controls = {name: _control(control) for name, control in plain["controls"].items()}
    return Controlled(modes, controls, tuple(plain["warnings"]))


def _control(plain: Mapping[str, Any]) -> Control:
    measured = {name: tuple(Measured(**one) for one in ones) for name, ones in plain["measured"].items()}
    return Control(**{**plain, "measured": measured})


def reference(source: SourceNotebook) -> NotebookNode:
    """The notebook with the instructor's own solutions."""
    cells = []
    for cell in source.cells:
        text = cell.released if cell.test else cell.source
        node: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "source": text,
            "metadata": {},
            "id": f"cell-{cell.position}",
        }
        if cell.grade_id:
            node["metadata"] = {"nbgrader": {"grade_id": cell.grade_id}}
        if cell.cell_type == "code":
            node |= {"outputs": [], "execution_count": None}
        cells.append(node)
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def control(source: SourceNotebook, limits: Limits, transcript: bytes = b"") -> Controlled:
    """Run the reference: outside; if cells fail there, once more; and what fails twice, in kernel mode.

    Kernel mode sends hidden tests into each submission's kernel: that a check came out otherwise once, or took too long
    on this machine, is no reason for it.

    Args:
        source: the instructor's notebook.
        limits: budgets.
        transcript: of an earlier run of the same reference; used as far as it goes.

    Raises:
        KernelFailed: no kernel could be started.
    """
    told: list[str] = []
    tests = [cell for cell in source.cells if cell.test]
    outside = {cell.grade_id: Mode(operators=ANY_OPERATOR) for cell in tests}
    first = _first(source, limits, outside, transcript)
    raws, repeatable = dict(first.cells), first.repeatable
    failing = [cell.grade_id for cell in tests if not _whole(raws.get(cell.grade_id))]
    again: Mapping[str, RawCell] = {}
    if failing:
        second = _run(source, limits, outside)
        again = second.cells
        # A check that comes out otherwise when it runs again may do so another time.
        repeatable = repeatable and second.repeatable and not any(_whole(again.get(name)) for name in failing)
        for name in [name for name in failing if _whole(again.get(name))]:
            text = _(
                "{cell}: the reference solution failed here, and passed when it ran again. It had ended with: {end}"
            )
            told.append(text.format(cell=name, end=_ending(raws.get(name))))
            raws[name] = again[name]
            failing.remove(name)
    modes = {name: Mode(operators=raw.operators) for name, raw in raws.items() if raw.operators}
    slow = [name for name in failing if any(cells[name].late for cells in (raws, again) if name in cells)]
    for name in slow:
        text = _(
            "{cell}: the reference solution had no time to finish here (c.Budgets.check_seconds, notebook_seconds)."
        )
        told.append(text.format(cell=name))
    able = [name for name in failing if name not in slow]
    if able:
        third = _run(source, limits, {**modes, **{name: Mode(outside=False) for name in able}})
        inside, repeatable = third.cells, repeatable and third.repeatable
        for name in [name for name in able if _whole(inside.get(name))]:
            modes[name] = Mode(outside=False, why=_ending(raws.get(name)))
            raws[name] = inside[name]
            text = _(
                "{cell}: judged in each submission's kernel, which sees all of the cell's text, for the reference "
                "solution fails elsewhere. It ended with: {end}"
            )
            told.append(text.format(cell=name, end=modes[name].why))
    controls = {cell.grade_id: control_from(cell, raws.get(cell.grade_id, RawCell())) for cell in tests}
    kept = first.transcript if repeatable and not again else b""
    return Controlled(modes, controls, tuple(told), kept, repeatable)


def _first(source: SourceNotebook, limits: Limits, modes: Mapping[str, Mode], transcript: bytes) -> RawNotebook:
    """The first run; without a kernel, if a transcript answers all that is asked and nothing fails."""
    if transcript:
        with contextlib.suppress(Unrecorded):
            raw = _run(source, limits, modes, transcript)
            if all(_whole(cell) for cell in raw.cells.values()):
                return raw
    raw = _run(source, limits, modes)
    # Everybody's marks rest on it: a run in which something was killed, or late, is no good measure.
    return raw if raw.repeatable else _run(source, limits, modes)


def _whole(raw: RawCell | None) -> bool:
    return raw is not None and not raw.broken and all(outcome["passed"] for outcome in raw.outcomes)


def _ending(raw: RawCell | None) -> str:
    """What the checks of a cell failed with, on one line."""
    if raw is None or raw.broken:
        return " ".join(raw.broken.split())[-_ENDING:] if raw else ""
    lines = [line for outcome in raw.outcomes if not outcome["passed"] for line in outcome["detail"].splitlines()]
    # pytest begins the lines of an error with an E.
    return " ".join(" ".join(line[1:] for line in lines if line.startswith("E ")).split())[:_ENDING]


def _run(source: SourceNotebook, limits: Limits, modes: Mapping[str, Mode], transcript: bytes = b"") -> RawNotebook:
    given = given_files(source)
    replay = Replay(transcript) if transcript else None
    return Runner(source, reference(source), given, modes, SEED, limits, stand_in=replay).run()


def given_files(source: SourceNotebook) -> Callable[[Path], None]:
    """Copies what students are given beside the notebook."""
    return lambda work: copy_tree(source.folder, work, leave_out=KEPT_BACK)
