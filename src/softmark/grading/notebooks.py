"""Grade one notebook of one submission."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from softmark.grading.controls import Controlled, Controls, given_files
from softmark.grading.deciding import decide
from softmark.grading.files import copy_tree
from softmark.grading.raw import RawCell, RawNotebook
from softmark.grading.running import Runner
from softmark.grading.session import KernelFailed
from softmark.grading.source import SourceNotebook
from softmark.messages import _
from softmark.model import CellResult, CheckResult, Event, EventKind, Limits, NotebookResult, State
from softmark.testing.hidden import HIDDEN_FOLDER

CONTROLS = Controls()


@dataclass(frozen=True)
class Graded:
    """A graded notebook.

    Attributes:
        result: points, states and messages.
        notebook: the notebook with the outputs of this run, raw: nothing in it has been cleaned.
        withheld: positions of cells whose outputs are for the instructor alone, because hidden inputs had reached
            the submission's code when they were made.
    """

    result: NotebookResult
    notebook: NotebookNode
    withheld: frozenset[int] = frozenset()


def grade_notebook(
    source: SourceNotebook,
    notebook: NotebookNode,
    *,
    files: Path | None = None,
    student: str = "",
    limits: Limits | None = None,
    seed: int | None = None,
    events: Collection[Event] = (),
    controls: Controls = CONTROLS,
    log: logging.Logger | None = None,
) -> Graded:
    """Run a submission's notebook, judge it, and say what came of it.

    Args:
        source: the instructor's notebook.
        notebook: the submission in the source's shape (see :func:`softmark.grading.mend.mend`); changed in place.
        files: folder with the submission's other files; what students are given wins over files of the same name,
            but for those that are editable.
        student: whose it is; decides the seed.
        limits: budgets.
        seed: seed of the submission's random generators, instead of the student's.
        events: what happened before, to go into the result.
        controls: remembers the reference's runs.
        log: hears of each graded cell.

    Never raises for anything that a submission does. A machine on which no kernel starts, or a fault of softmark's own,
    gives *could not check*: one student's notebook stops nobody else's.
    """
    limits = limits or Limits()
    log = log or logging.getLogger(__name__)
    given = given_files(source)

    def copy_files(work: Path) -> None:
        given(work)
        if files is not None:
            limit = limits.submission_bytes
            copy_tree(files, work, leave_out=(HIDDEN_FOLDER,), replaces=source.editable, limit=limit)

    try:
        controlled = controls.of(source, limits, log)
        drawn = seed if seed is not None else seed_of(source.assignment, student)
        raw = Runner(source, notebook, copy_files, controlled.modes, drawn, limits).run()
        result = _decided(source, raw, controlled, notebook, events, log)
    except KernelFailed as error:
        return Graded(ungraded(source, _("No kernel could be started on this machine."), str(error), events), notebook)
    except Exception as error:  # a person is asked; 0 would be a lie
        detail = f"{type(error).__name__}: {error}\n\n{traceback.format_exc()}"
        message = _("This notebook could not be graded: softmark itself failed. That is not your fault.")
        # How far it came is not known any more, so every output may tell of hidden inputs.
        code = (index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        return Graded(ungraded(source, message, detail, events), notebook, frozenset(code))
    return Graded(result, raw.notebook, frozenset(raw.withheld))


def _decided(
    source: SourceNotebook,
    raw: RawNotebook,
    controlled: Controlled,
    notebook: NotebookNode,
    events: Collection[Event],
    log: logging.Logger,
) -> NotebookResult:
    cells = []
    for cell in source.cells:
        if cell.test:
            found = raw.cells.get(cell.grade_id, RawCell(broken="the cell was not reached"))
            cells.append(decide(source, cell, found, controlled.controls[cell.grade_id], notebook))
            where = _("in the submission's kernel") if found.claimed else _("in the judge")
            log.info("%s: %s (%s)", cell.grade_id, cells[-1].state, where)
    return NotebookResult(
        notebook=source.notebook,
        cells=tuple(cells),
        events=(*events, *raw.events),
        fits=tuple(raw.fits),
        seconds=raw.seconds,
    )


def ungraded(source: SourceNotebook, message: str, detail: str = "", events: Collection[Event] = ()) -> NotebookResult:
    """A result in which nothing could be checked, and why."""
    cells = tuple(
        CellResult(
            cell.grade_id,
            cell.points,
            (CheckResult(cell.grade_id, message, State.COULD_NOT_CHECK, 0.0, cell.points, message, detail),),
        )
        for cell in source.cells
        if cell.test
    )
    told = any(event.message == message for event in events)
    own = () if told else (Event(EventKind.NOT_GRADED, message, detail=detail),)
    return NotebookResult(source.notebook, cells, events=(*events, *own))


def seed_of(assignment: str, student: str) -> int:
    """A seed of 31 bits for one student's work on one assignment, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{assignment}/{student}".encode()).digest()[:4], "big") >> 1


__all__ = ["CONTROLS", "Graded", "grade_notebook", "seed_of", "ungraded"]
