"""The control: the reference solution through the same kernel, judge and machine.

It tells a wrong answer from a broken check, and decides once, for all submissions, how each graded cell is judged.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from softmark.grading.deciding import Control, control_from
from softmark.grading.files import copy_tree
from softmark.grading.raw import Mode, RawCell, RawNotebook
from softmark.grading.running import Runner
from softmark.grading.source import SourceNotebook
from softmark.messages import _
from softmark.model import Limits
from softmark.testing.hidden import HIDDEN_FOLDER

SEED = 1
ANY_OPERATOR = frozenset("*")
_ENDING = 500


@dataclass(frozen=True)
class Controlled:
    """What is known of one notebook from its reference solution.

    Attributes:
        modes: grade_id -> how to judge the cell.
        controls: grade_id -> what its checks gave on the reference.
    """

    modes: Mapping[str, Mode]
    controls: Mapping[str, Control]

    @property
    def whole(self) -> bool:
        """Whether the reference passed every check."""
        return all(control.passed for control in self.controls.values())


@dataclass
class Controls:
    """Runs each notebook's reference once and remembers it; safe to share between threads."""

    _known: dict[str, Controlled] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def of(self, source: SourceNotebook, limits: Limits, log: logging.Logger | None = None) -> Controlled:
        """The control of one notebook.

        Args:
            source: the instructor's notebook.
            limits: budgets.
            log: hears of what the reference's run decides, if it runs now.

        Raises:
            KernelFailed: no kernel could be started.
        """
        key = _key(source, limits)
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = control(source, limits, log or logging.getLogger(__name__))
            return known

    def forget_failed(self) -> None:
        """Run references anew that did not pass: what they lacked (a package, a file elsewhere) may be there by now."""
        with self._guard:
            for key, known in list(self._known.items()):
                if not known.whole:
                    del self._known[key]


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


def control(source: SourceNotebook, limits: Limits, log: logging.Logger) -> Controlled:
    """Run the reference: outside; if cells fail there, once more; and what fails twice, in kernel mode.

    Kernel mode sends hidden tests into each submission's kernel: that a check came out otherwise once, or took too long
    on this machine, is no reason for it.

    Raises:
        KernelFailed: no kernel could be started.
    """
    tests = [cell for cell in source.cells if cell.test]
    outside = {cell.grade_id: Mode(operators=ANY_OPERATOR) for cell in tests}
    raws = dict(_run(source, limits, outside).cells)
    failing = [cell.grade_id for cell in tests if not _whole(raws.get(cell.grade_id))]
    again: Mapping[str, RawCell] = {}
    if failing:
        again = _run(source, limits, outside).cells
        for name in [name for name in failing if _whole(again.get(name))]:
            text = _("%s: the reference solution failed here, and passed when it ran again. It had ended with: %s")
            log.warning(text, name, _ending(raws.get(name)))
            raws[name] = again[name]
            failing.remove(name)
    modes = {name: Mode(operators=raw.operators) for name, raw in raws.items() if raw.operators}
    slow = [name for name in failing if any(cells[name].late for cells in (raws, again) if name in cells)]
    for name in slow:
        text = _("%s: the reference solution had no time to finish here (c.Budgets.check_seconds, notebook_seconds).")
        log.warning(text, name)
    able = [name for name in failing if name not in slow]
    if able:
        inside = _run(source, limits, {**modes, **{name: Mode(outside=False) for name in able}}).cells
        for name in [name for name in able if _whole(inside.get(name))]:
            modes[name] = Mode(outside=False, why=_ending(raws.get(name)))
            raws[name] = inside[name]
            text = _(
                "%s: judged in each submission's kernel, which sees all of the cell's text, for the reference solution "
                "fails elsewhere. It ended with: %s"
            )
            log.warning(text, name, modes[name].why)
    controls = {cell.grade_id: control_from(cell, raws.get(cell.grade_id, RawCell())) for cell in tests}
    return Controlled(modes, controls)


def _whole(raw: RawCell | None) -> bool:
    return raw is not None and not raw.broken and all(outcome["passed"] for outcome in raw.outcomes)


def _ending(raw: RawCell | None) -> str:
    """What the checks of a cell failed with, on one line."""
    if raw is None or raw.broken:
        return " ".join(raw.broken.split())[-_ENDING:] if raw else ""
    lines = [line for outcome in raw.outcomes if not outcome["passed"] for line in outcome["detail"].splitlines()]
    # pytest begins the lines of an error with an E.
    return " ".join(" ".join(line[1:] for line in lines if line.startswith("E ")).split())[:_ENDING]


def _run(source: SourceNotebook, limits: Limits, modes: Mapping[str, Mode]) -> RawNotebook:
    return Runner(source, reference(source), given_files(source), modes, SEED, limits).run()


def given_files(source: SourceNotebook) -> Callable[[Path], None]:
    """Copies what students are given beside the notebook."""
    return lambda work: copy_tree(source.folder, work, leave_out=(HIDDEN_FOLDER,))


def _key(source: SourceNotebook, limits: Limits) -> str:
    """Everything that the control depends on, as one string."""
    known = (source.assignment, source.notebook, source.cells, sorted(source.editable), limits)
    digest = blake2b(repr(known).encode("utf-8", "replace"))
    for path in sorted(source.folder.rglob("*")):
        if path.is_file() and path.suffix != ".ipynb":
            status = path.stat()
            digest.update(f"{path.relative_to(source.folder)} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()
