"""Grade one notebook of one submission."""

from __future__ import annotations

import contextlib
import hashlib
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from softmark.grading.controls import Controlled, given_files
from softmark.grading.deciding import decide
from softmark.grading.files import copy_tree
from softmark.grading.literals import Literals, literals
from softmark.grading.raw import RawCell, RawNotebook
from softmark.grading.running import Runner
from softmark.grading.session import KernelFailed, Unanswered
from softmark.grading.source import SourceNotebook
from softmark.grading.transcript import Replay
from softmark.messages import _
from softmark.model import CellResult, CheckResult, Event, EventKind, Limits, NotebookResult, Seed, State
from softmark.testing.hidden import KEPT_BACK


@dataclass(frozen=True)
class Graded:
    """A graded notebook.

    Attributes:
        result: points, states and messages.
        notebook: the notebook with the outputs of this run, raw: nothing in it has been cleaned.
        withheld: positions of cells whose outputs are for the instructor alone, because hidden inputs had reached
            the submission's code when they were made.
        repeatable: whether it would be graded like this each time.
        checks: names the version of all that the result depends on besides the submission; ``""``: of nothing.
        transcript: what its kernel was asked and answered; see :mod:`softmark.grading.transcript`.
    """

    result: NotebookResult
    notebook: NotebookNode
    withheld: frozenset[int] = frozenset()
    repeatable: bool = False
    checks: str = ""
    transcript: bytes = field(default=b"", repr=False)


def grade_controlled(
    source: SourceNotebook,
    notebook: NotebookNode,
    controlled: Controlled,
    files: Path | None,
    seed: Seed,
    limits: Limits,
    transcript: bytes = b"",
) -> Graded:
    """Run a submission's notebook, judge it, and say what came of it.

    Args:
        source: the instructor's notebook.
        notebook: the submission in the source's shape (see :func:`softmark.grading.mend.mend`); changed in place.
        controlled: what is known from the reference.
        files: folder with the submission's other files; what students are given wins over files of the same name,
            but for those that are editable.
        seed: seed of the submission's random generators.
        limits: budgets.
        transcript: of an earlier run, to be judged again; used if it answers all that the checks ask.

    Never raises for anything that a submission does. A machine on which no kernel starts, or a fault of softmark's own,
    gives *could not check*: one student's notebook stops nobody else's.
    """
    given = given_files(source)

    def copy_files(work: Path) -> None:
        given(work)
        if files is not None:
            limit = limits.submission_bytes
            copy_tree(files, work, leave_out=KEPT_BACK, replaces=source.editable, limit=limit)

    def run(stand_in: Replay | Literals | None) -> RawNotebook:
        return Runner(source, notebook, copy_files, controlled.modes, seed, limits, stand_in=stand_in).run()

    try:
        raw = _stood_in(run, lambda: Replay(transcript) if transcript else literals(source, notebook)) or run(None)
        result = _decided(source, raw, controlled, notebook)
    except KernelFailed as error:
        return no_kernel(source, notebook, str(error))
    except Exception as error:  # a person is asked; 0 would be a lie
        return fault(source, notebook, f"{type(error).__name__}: {error}\n\n{traceback.format_exc()}")
    sure = all(cell.state is not State.COULD_NOT_CHECK for cell in result.cells)
    return Graded(result, raw.notebook, frozenset(raw.withheld), raw.repeatable and sure, transcript=raw.transcript)


def _stood_in(
    run: Callable[[Replay | Literals], RawNotebook], find: Callable[[], Replay | Literals | None]
) -> RawNotebook | None:
    """What comes of it without a kernel, if what stands in answers everything, and nothing depended on the clock."""
    with contextlib.suppress(Unanswered):
        stand_in = find()
        raw = run(stand_in) if stand_in is not None else None
        if raw is not None and raw.repeatable:
            return raw
    return None


def no_kernel(source: SourceNotebook, notebook: NotebookNode, detail: str) -> Graded:
    """The result where this machine starts no kernels."""
    return Graded(ungraded(source, _("No kernel could be started on this machine."), detail), notebook)


def fault(source: SourceNotebook, notebook: NotebookNode, detail: str) -> Graded:
    """The result where softmark itself has failed."""
    message = _("This notebook could not be graded: softmark itself failed. That is not your fault.")
    # How far it came is not known any more, so every output may tell of hidden inputs.
    code = (index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    return Graded(ungraded(source, message, detail), notebook, frozenset(code))


def _decided(
    source: SourceNotebook,
    raw: RawNotebook,
    controlled: Controlled,
    notebook: NotebookNode,
) -> NotebookResult:
    cells = []
    for cell in source.cells:
        if cell.test:
            found = raw.cells.get(cell.grade_id, RawCell(broken="the cell was not reached"))
            cells.append(decide(source, cell, found, controlled.controls[cell.grade_id], notebook))
    return NotebookResult(
        notebook=source.notebook,
        cells=tuple(cells),
        events=tuple(raw.events),
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
