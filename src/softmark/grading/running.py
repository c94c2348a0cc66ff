"""Run one notebook: its cells in a kernel, its checks in a judge, in step."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from softmark.codec import CodecError, decode, encode
from softmark.grading.claimed import NoClaim, read_claim
from softmark.grading.executed import Executed
from softmark.grading.imports import slow_imports
from softmark.grading.judging import JudgeDied, JudgeProcess
from softmark.grading.literals import Literals
from softmark.grading.raw import Mode, RawCell, RawNotebook, fit_records
from softmark.grading.session import KernelFailed, KernelGone
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.grading.transcript import RecordedSession, Replay
from softmark.judge.redacting import BEFORE, Redactor
from softmark.messages import _
from softmark.model import Event, EventKind, Limits, Seed
from softmark.sandbox.places import temporary_folder
from softmark.sandbox.warm import warm_up
from softmark.testing.hidden import HIDDEN_FOLDER, KEPT_BACK


class Runner:
    """Runs one notebook.

    Args:
        source: the instructor's notebook.
        notebook: the notebook to run, in the source's shape (see :func:`softmark.grading.mend.mend`).
        copy_files: fills the kernel's folder.
        modes: grade_id -> how to judge it; without, everything is judged outside.
        seed: of the submission's random generators.
        limits: budgets.
        alone: whether its kernel shares no process with others'; see :class:`softmark.grading.session.Session`.
        stand_in: answers in the kernel's place.
    """

    def __init__(
        self,
        source: SourceNotebook,
        notebook: NotebookNode,
        copy_files: Callable[[Path], None],
        modes: Mapping[str, Mode],
        seed: Seed,
        limits: Limits,
        *,
        alone: bool = False,
        stand_in: Replay | Literals | None = None,
    ) -> None:
        self._source = source
        self._modes = modes
        self._seed = seed
        self._limits = limits
        self._alone = alone
        self._raw = RawNotebook(notebook)
        self._copy_files = copy_files
        self._modules = slow_imports(source.cells)
        self._session: RecordedSession | Replay | Literals = stand_in or RecordedSession(
            copy_files, seed.number, limits, self._modules, alone=alone
        )
        self._code = [cell for cell in source.cells if cell.cell_type == "code"]
        self._index = {cell.grade_id: index for index, cell in enumerate(self._code) if cell.grade_id}
        self._calls = 0
        self._bytes = 0
        self._check_calls = 0
        self._check_deadline = 0.0
        self._touched = False
        self._requests: dict[str, str] = {}
        self._hushed: set[EventKind] = set()
        self._end_told = False
        self._told = False  # whether the kernel knows something hidden, and the judge may not know that it does
        self._deadline = time.monotonic() + limits.notebook_seconds

    def run(self) -> RawNotebook:
        """Run it all; once more, in a kernel that depends on nobody else's, if the kernel was killed.

        That may have been its own doing, that of a submission beside it, or of the operating system. What happens in
        the second run counts, whatever it is.

        Raises:
            KernelFailed: no kernel could be started.
            Unanswered: the kernel's stand-in does not know all that the checks ask for.
        """
        try:
            raw = self._run()
        except KernelFailed:
            if self._alone or not self._session.killed:
                raise
        else:
            if self._alone or not self._session.killed:
                return raw
        notebook = self._raw.notebook
        again = Runner(self._source, notebook, self._copy_files, self._modes, self._seed, self._limits, alone=True)
        # What it was told, it may have kept somewhere.
        again._touched = again._told = self._touched or self._told
        again._raw.repeatable = False
        return again.run()

    def _run(self) -> RawNotebook:
        started = time.monotonic()
        with temporary_folder("judge") as work:
            self._copy_given(work)
            hidden = self._source.folder / HIDDEN_FOLDER
            cells = [job_cell(cell) for cell in self._code]
            if isinstance(self._session, RecordedSession):  # a stand-in needs a judge alone
                warm_up(self._modules)
            judge = JudgeProcess(cells, hidden, work, self._ask, self._modules, self._limits)
            with judge, self._session:
                for position, cell in enumerate(self._raw.notebook.cells):
                    if cell.cell_type == "code":
                        self._cell(position, cell, judge)
                if not self._touched:
                    self._record_fits()
            self._raw.repeatable = self._raw.repeatable and not self._session.dead
            self._raw.transcript = self._session.transcript()
        self._raw.seconds = time.monotonic() - started
        return self._raw

    def _copy_given(self, work: Path) -> None:
        from softmark.grading.files import copy_tree

        # Without editable files: what cells read of them is the submission's, and comes from its kernel.
        folder = self._source.folder
        theirs = (name for name in self._source.editable if (folder / name).is_file())
        copy_tree(folder, work, leave_out=(*KEPT_BACK, *theirs))

    def _cell(self, position: int, cell: NotebookNode, judge: JudgeProcess) -> None:
        known = self._source.cell(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        cell.outputs = []
        if known is not None and known.test:
            self._raw.cells[known.grade_id] = self._check(known, judge)
            self._execute(known.released, known.grade_id, ours=True, seconds=self._check_deadline - time.monotonic())
            return
        if known is not None and known.solution and self._seed.each_answer:
            self._begin_answer(known.grade_id)
        executed = self._execute(cell.source, known.grade_id if known else "", position=position)
        if executed is not None:
            cell.outputs = executed.outputs
            if self._touched:
                self._raw.withheld.add(position)

    def _begin_answer(self, name: str) -> None:
        """Have the kernel's random generators begin anew."""
        if self._session.dead:
            return
        try:
            self._session.ask(encode({"op": "seed", "seed": self._seed.of_answer(name)}), self._limits.start_seconds)
        except TimeoutError:  # the submission has broken the agent, or its kernel
            self._raw.repeatable = False
        except KernelGone as gone:
            self._gone(name, gone)

    def _execute(
        self, code: str, name: str, *, position: int = 0, ours: bool = False, seconds: float | None = None
    ) -> Executed | None:
        """Run a cell in the kernel; ``None`` if there is no kernel any more."""
        if self._session.dead or not code.strip():
            return None
        where = name or _("cell {number}").format(number=position + 1)
        limit = max(0.0, self._deadline - time.monotonic())
        limit = min(self._limits.cell_seconds, limit) if seconds is None else min(max(1.0, seconds), limit)
        try:
            executed = self._session.run(code, limit)
        except KernelGone as gone:
            self._gone(where, gone)
            return None
        if executed.ended:
            self._gone(where, KernelGone("was ended by quit()"))
        if not ours:
            self._requests[executed.request] = name
        self._tell(executed, where, name, limit, ours=ours)
        return executed

    def _tell(self, executed: Executed, where: str, name: str, limit: float, *, ours: bool) -> None:
        """What became of a cell, as events.

        Once hidden inputs have reached the submission's code, its own cells could spell them by which of them fail:
        then one such event of a kind is told, and not of which cell.
        """
        told = []
        if executed.timed_out:
            self._raw.repeatable = False
            told.append((EventKind.TIMEOUT, _("{cell} ran longer than {seconds:.0f} seconds and was stopped."), ""))
        elif executed.error and not ours:
            told.append((EventKind.CELL_ERROR, _("{cell} stopped with an error."), executed.error))
        if executed.cut:
            told.append((EventKind.OUTPUT_CUT, _("{cell} printed very much; the rest was cut off."), ""))
        hushed = self._touched and not name
        for kind, text, detail in told:
            if not hushed:
                self._event(kind, text.format(cell=where, seconds=limit), name, detail)
            elif kind not in self._hushed:
                self._hushed.add(kind)
                cell = _("A cell of your own below the checks")
                self._event(kind, text.format(cell=cell, seconds=limit), "", detail)

    def _check(self, known: SourceCell, judge: JudgeProcess) -> RawCell:
        mode = self._modes.get(known.grade_id, Mode())
        if self._session.dead:
            return RawCell(broken=f"the kernel {self._session.dead}", reason=_stopped_before())
        if not self._touched and known.source != known.released:
            self._record_fits()
        if mode.outside:
            raw = self._check_outside(known, judge, mode)
        else:
            raw = self._check_inside(known, mode, self._begin_check())
        raw.late = time.monotonic() >= self._check_deadline
        self._raw.repeatable = self._raw.repeatable and not raw.late
        return raw

    def _begin_check(self, again: bool = False) -> float:
        """Start the budgets of one cell's checks; the seconds that they may take, none if it is too late to repeat."""
        self._check_calls = 0
        left = self._deadline - time.monotonic()
        seconds = min(self._limits.check_seconds, left if again else max(1.0, left))
        if again:
            self._session.hang_up()  # it may be waiting for a judge that is no more
        self._check_deadline = time.monotonic() + seconds
        return seconds

    def _check_outside(self, known: SourceCell, judge: JudgeProcess, mode: Mode) -> RawCell:
        try:
            answer = judge.check(self._index[known.grade_id], sorted(mode.operators), self._begin_check)
        except JudgeDied as died:
            self._raw.repeatable = False
            self._lose_sight(known)
            return RawCell(broken=str(died), reason=_("The check could not finish on your answer."))
        if answer.get("late") or answer["again"]:
            self._raw.repeatable = False
            self._lose_sight(known)
        if answer.get("late"):
            return RawCell(broken="out of time", reason=_("The check took too long on your answer and was stopped."))
        self._touched = self._touched or bool(answer["touched"])
        outcomes = answer["outcomes"]
        if answer["again"]:
            answer["notes"].append(f"Checked once more, as the judge had ended: {answer['again']}")
        if self._told:  # of which the judge knows nothing
            for outcome in outcomes:
                outcome["message"] = self._redactor.without_values(outcome["message"], BEFORE, outcome["case"])
        return RawCell(
            outcomes=outcomes,
            value=answer["value"],
            plain=answer["plain"],
            operators=frozenset(answer["operators"]),
            notes=list(answer["notes"]),
        )

    def _lose_sight(self, known: SourceCell) -> None:
        """The judge did not say what it told the submission in this cell, or its successor will not know."""
        self._told = self._told or self._touched or known.source != known.released
        self._touched = True

    def _check_inside(self, known: SourceCell, mode: Mode, seconds: float) -> RawCell:
        """Kernel mode: the cell runs where nbgrader would run it, and says what it says."""
        self._told = self._told or known.source != known.released
        self._touched = self._touched or self._told
        raw = self._claimed(known, seconds)
        raw.claimed, raw.knowing = True, self._touched
        why = f"\nIn the judge the reference solution ended with: {mode.why}" if mode.why else ""
        raw.notes.append(f"Run in the submission's kernel (kernel mode).{why}")
        return raw

    def _claimed(self, known: SourceCell, seconds: float) -> RawCell:
        request = encode({"op": "claim", "source": known.source, "path": f"<{known.grade_id}>"})
        try:
            answer = decode(self._session.ask(request, seconds))
            claim = read_claim(answer, hidden=known.source != known.released)
        except TimeoutError:
            self._raw.repeatable = False
            return RawCell(broken="out of time", reason=_("The check took too long on your answer and was stopped."))
        except KernelGone as gone:
            self._gone(known.grade_id, gone)
            return RawCell(broken=str(gone), reason=_stopped_before())
        except (CodecError, NoClaim) as error:
            return RawCell(
                broken=f"no sensible answer: {error}",
                reason=_("The check could not finish on your answer."),
            )
        tests = _tests(known)
        names = {outcome["name"] for outcome in claim.outcomes}
        raw = RawCell(outcomes=list(claim.outcomes), value=claim.value, plain=not tests)
        untold = [name for name in tests if name not in names]
        if untold:  # the cell ended before its functions could run; or the kernel forged its answer
            details = (outcome["detail"] for outcome in claim.outcomes if outcome["name"] not in tests)
            raw.broken = "\n\n".join([f"The cell ended without a result of {', '.join(untold)}.", *details])
            raw.reason = _(
                "This check could not begin with your answer. Restart the kernel, run all cells from the top, and see "
                "that there is everything that the task asks for."
            )
        return raw

    def _ask(self, message: bytes) -> bytes:
        """Pass a message of the judge's to the kernel, within the budgets."""
        self._calls += 1
        self._check_calls += 1
        self._bytes += len(message)
        limits = self._limits
        left = self._check_deadline - time.monotonic()
        if left <= 0:
            self._raw.repeatable = False
            return encode({"budget": "your code took too long and was stopped"})
        if self._check_calls > limits.check_calls or self._calls > limits.notebook_calls:
            return encode({"budget": "the check asked your code too often"})
        if self._bytes > limits.notebook_bytes:
            return encode({"budget": "your answers are too large"})
        try:
            answer = self._session.ask(message, left)
        except TimeoutError:
            self._raw.repeatable = False
            return encode({"budget": "your code took too long and was stopped"})
        except KernelGone as gone:
            self._gone("", gone)
            return encode({"budget": "your code ended the program while it was checked"})
        self._bytes += len(answer)
        return answer if len(answer) <= limits.message_bytes else encode({"budget": "your answer is too large"})

    def _record_fits(self) -> None:
        """Learning curves are taken before hidden inputs reach the submission: afterwards they could tell of them."""
        if self._session.dead:
            return
        self._raw.fits = fit_records(self._session.fits(), self._requests)

    @cached_property
    def _redactor(self) -> Redactor:
        return Redactor(cell.source for cell in self._code)

    def _gone(self, where: str, gone: KernelGone) -> None:
        self._raw.repeatable = False
        if self._end_told:
            return
        self._end_told = True
        died = EventKind.KERNEL_DIED, _("Your program ended here and nothing after it could run.")
        if self._session.killed:
            died = EventKind.KILLED, _("Your program was killed here, and nothing after it could run.")
        if self._session.overran:
            text = _(
                "Your program ran longer than {seconds:.0f} seconds here and went on when it was interrupted. It was "
                "ended, and nothing after it could run."
            )
            died = EventKind.TIMEOUT, text.format(seconds=self._session.overran)
        kind, message = _exceeded(self._limits).get(self._session.exceeded, died)
        self._event(kind, message, where, str(gone))

    def _event(self, kind: EventKind, message: str, cell: str, detail: str = "") -> None:
        self._raw.events.append(Event(kind, message, cell, detail))


def _exceeded(limits: Limits) -> dict[str, tuple[EventKind, str]]:
    """What a submission is told that used more than it may: field of the limits -> kind of event, text."""
    memory = _("Your program used more than {amount} of memory. It was ended here and nothing after it could run.")
    disk = _("Your program wrote more than {amount} to the disk. It was ended here and nothing after it could run.")
    processes = _(
        "Your program started more than {amount} processes. It was ended here and nothing after it could run."
    )
    time_used = _(
        "Your program used more than {amount} seconds of processor time. It was ended here and nothing after it could "
        "run."
    )
    return {
        "memory_bytes": (EventKind.MEMORY, memory.format(amount=f"{limits.memory_bytes / (1 << 20):,.0f} MiB")),
        "disk_bytes": (EventKind.DISK, disk.format(amount=f"{limits.disk_bytes / (1 << 20):,.0f} MiB")),
        "processes": (EventKind.PROCESSES, processes.format(amount=limits.processes)),
        "cpu_seconds": (EventKind.TIMEOUT, time_used.format(amount=limits.cpu_seconds)),
    }


def _stopped_before() -> str:
    return _("Your program ended before this check could run.")


def _tests(cell: SourceCell) -> tuple[str, ...]:
    """The test functions that a cell defines, as :func:`softmark.kernel.claims.run_claimed` finds them."""
    from IPython.core.inputtransformer2 import TransformerManager

    from softmark.testing.cells import test_functions

    try:
        return test_functions(TransformerManager().transform_cell(cell.source))
    except Exception:  # IPython's transformers raise what they like on text that is no Python
        return ()


def job_cell(cell: SourceCell) -> dict[str, str]:
    """A code cell as the judge is told of it: the fields of :class:`softmark.judge.namespace.JudgeCell`."""
    if cell.test:
        kind = "test"
    elif cell.solution:
        kind = "solution"
    else:
        kind = "locked" if cell.locked and cell.grade_id else "open"
    return {"kind": kind, "source": cell.source, "released": cell.released, "grade_id": cell.grade_id}
