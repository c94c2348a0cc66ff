"""Grades notebooks, each content once: what the store knows is not worked out again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from softmark.grading.controls import Controlled, from_plain
from softmark.grading.environment import environment
from softmark.grading.executed import from_text
from softmark.grading.files import plain_files
from softmark.grading.notebooks import Graded, seed_of
from softmark.grading.packing import answers, digest, pack, pack_assignment, pack_submission, unpack, without_checks
from softmark.grading.source import SourceNotebook
from softmark.grading.store import About, Kind, Store, StoreFailed
from softmark.grading.work import run_control, run_submission
from softmark.messages import _
from softmark.model import Event, Limits, NotebookResult, Seed
from softmark.model.plain import to_notebook_result

_log = logging.getLogger(__name__)


class AtOnce(Executor):
    """Does each job when it is submitted, in the thread that submits it."""

    def submit(self, job: Callable[..., Any], /, *args: Any, **rest: Any) -> Future[Any]:
        """The job, done."""
        future: Future[Any] = Future()
        try:
            future.set_result(job(*args, **rest))
        except Exception as error:
            future.set_exception(error)
        return future


class Engine:
    """Grades notebooks through an executor. Used by one thread.

    Args:
        store: keeps what need not be worked out again; without one, only references are remembered.
        executor: does the work; see :mod:`softmark.grading.work`.
        fresh: whether submissions are run even if the store knows their results.
    """

    def __init__(self, store: Store | None = None, executor: Executor | None = None, *, fresh: bool = False) -> None:
        self._store = store
        self._executor = executor or AtOnce()
        self._fresh = fresh
        self._environment = ""
        self._packed: dict[object, tuple[object, bytes]] = {}
        self._controls: dict[str, Future[bytes]] = {}
        self._begun: dict[str, Future[bytes]] = {}
        self._told: set[str] = set()
        self.start()

    def __deepcopy__(self, memo: dict[int, object]) -> Engine:
        """Traitlets copies settings; what is on its way cannot be copied, and need not be."""
        return self

    def start(self) -> None:
        """A new run begins: what a reference lacked, a package, say, may be there now; the machine may be another."""
        self._environment = environment()
        self._told.clear()
        for key, future in list(self._controls.items()):
            if not future.done() or not unpack(future.result()).get("whole"):
                del self._controls[key]

    def begin(
        self,
        source: SourceNotebook,
        notebook: NotebookNode,
        *,
        files: Path | None,
        student: str,
        limits: Limits,
        seed: int | None = None,
        ignored: Collection[str] = (),
    ) -> Future[bytes] | None:
        """Have a notebook graded, to be picked up by :meth:`grade`; ``None`` if its result is known.

        Arguments as in :meth:`grade`.
        """
        assignment = self._assignment(source, limits)
        drawn = _seed(source, student, seed)
        submission = pack_submission(source, notebook, files, drawn, limits, ignored)
        key = self._key(assignment, submission)
        if self._known(key) is not None:
            return None
        if key not in self._begun:
            about = About(source.assignment, source.notebook, student)
            self._begun[key] = self._run(key, assignment, submission, self._reference(source, limits), about)
        return self._begun[key]

    def version(self, source: SourceNotebook, limits: Limits) -> str:
        """A name for all that results depend on besides the submission: its checks, data, limits, this machine."""
        return digest(self._environment.encode(), _name(self._assignment(source, limits)).encode())

    def begin_control(self, source: SourceNotebook, limits: Limits) -> Future[bytes]:
        """Have a reference run, which submissions will need."""
        return self._control(self._reference(source, limits), source)

    def control(self, source: SourceNotebook, limits: Limits) -> Controlled | None:
        """What the reference has shown, and so how each graded cell is judged; ``None`` if it could not run."""
        found = unpack(self.begin_control(source, limits).result())
        return from_plain(found["control"]) if "control" in found else None

    def grade(
        self,
        source: SourceNotebook,
        notebook: NotebookNode,
        *,
        files: Path | None = None,
        student: str = "",
        limits: Limits | None = None,
        seed: int | None = None,
        events: Collection[Event] = (),
        ignored: Collection[str] = (),
    ) -> Graded:
        """Run a submission's notebook, judge it, and say what came of it; or find that this has been done.

        Args:
            source: the instructor's notebook.
            notebook: the submission in the source's shape (see :func:`softmark.grading.mend.mend`); changed in place.
            files: folder with the submission's other files; what students are given wins over files of the same name,
                but for those that are editable.
            student: whose it is; decides the seed.
            limits: budgets.
            seed: of the submission's answers, in place of the student's and of those that the instructor's cells set.
            events: what happened before, to go into the result.
            ignored: names in ``files`` that are not the submission's.

        Never raises for anything that a submission does. A machine on which no kernel starts, or a fault of softmark's
        own, gives *could not check*: one student's notebook stops nobody else's.
        """
        limits = limits or Limits()
        drawn = _seed(source, student, seed)
        assignment = self._assignment(source, limits)
        submission = pack_submission(source, notebook, files, drawn, limits, ignored)
        key = self._key(assignment, submission)
        begun = self._begun.pop(key, None)
        answer = begun.result() if begun is not None else self._known(key)
        if answer is None:
            about = About(source.assignment, source.notebook, student)
            answer = self._run(key, assignment, submission, self._reference(source, limits), about).result()
        return replace(_graded(unpack(answer), notebook, events), checks=self.version(source, limits))

    def _reference(self, source: SourceNotebook, limits: Limits) -> bytes:
        """The packed assignment whose reference is the control."""
        return self._assignment(source.whole or source, limits)

    def _assignment(self, source: SourceNotebook, limits: Limits) -> bytes:
        """The packed assignment; anew if any of its files has changed."""
        stamps = [(name, path.stat()) for name, path in plain_files(source.folder)]
        stamp = [(name, status.st_size, status.st_mtime_ns, status.st_ino) for name, status in stamps]
        place, state = (
            (source.folder, source.notebook, source.whole is None),
            (source.cells, source.editable, limits, stamp),
        )
        known = self._packed.get(place)
        if known is None or known[0] != state:
            known = self._packed[place] = state, pack_assignment(source, limits)
        return known[1]

    @property
    def store(self) -> Store | None:
        """Keeps what need not be worked out again."""
        return self._store

    @property
    def fresh(self) -> bool:
        """Whether submissions are run even if their results are known."""
        return self._fresh

    def _key(self, assignment: bytes, submission: bytes) -> str:
        return digest(self._environment.encode(), _name(assignment).encode(), submission)

    def _known(self, key: str) -> bytes | None:
        return None if self._store is None or self._fresh else self._store.get(Kind.RESULT, key)

    def _run(self, key: str, assignment: bytes, submission: bytes, reference: bytes, about: About) -> Future[bytes]:
        control = self._control(reference, about).result()
        self._warn(assignment, control)
        before = digest(self._environment.encode(), _seen(assignment).encode(), submission)
        transcript = self._transcript(before)
        future = self._executor.submit(run_submission, assignment, _bare(control), submission, transcript)

        def keep(done: Future[bytes]) -> None:
            if done.cancelled() or done.exception() is not None:
                return
            answer = unpack(done.result())
            if answer["repeatable"]:
                new = answer.pop("transcript")
                if new and new != transcript:
                    self._put(Kind.TRANSCRIPT, before, new, about)
                self._put(Kind.RESULT, key, pack(answer), about)  # last: where there is one, nothing is missing

        future.add_done_callback(keep)
        return future

    def _control(self, assignment: bytes, about: SourceNotebook | About) -> Future[bytes]:
        key = digest(self._environment.encode(), _name(assignment).encode())
        if key not in self._controls:
            self._controls[key] = self._run_control(key, assignment, About(about.assignment, about.notebook))
        return self._controls[key]

    def _run_control(self, key: str, assignment: bytes, about: About) -> Future[bytes]:
        known = self._store.get(Kind.CONTROL, key) if self._store is not None and not self._fresh else None
        if known is not None:
            future: Future[bytes] = Future()
            future.set_result(known)
            return future
        before = digest(self._environment.encode(), _seen(assignment).encode(), answers(assignment))
        future = self._executor.submit(run_control, assignment, self._transcript(before))

        def keep(done: Future[bytes]) -> None:
            if done.cancelled() or done.exception() is not None:
                return
            answer = unpack(done.result())
            if answer.get("whole") and answer["repeatable"]:
                if new := answer.pop("transcript"):
                    self._put(Kind.TRANSCRIPT, before, new, about)
                self._put(Kind.CONTROL, key, pack(answer), about)

        future.add_done_callback(keep)
        return future

    def _warn(self, assignment: bytes, control: bytes) -> None:
        """Tell what a reference's run has shown, once in a run."""
        if _name(assignment) not in self._told:
            self._told.add(_name(assignment))
            for warning in unpack(control).get("control", {}).get("warnings", ()):
                _log.warning("%s", warning)

    def _transcript(self, key: str) -> bytes:
        if self._store is None or self._fresh:
            return b""
        return self._store.get(Kind.TRANSCRIPT, key) or b""

    def _put(self, kind: Kind, key: str, content: bytes, about: About) -> None:
        if self._store is None:
            return
        try:
            self._store.put(kind, key, content, about)
        except StoreFailed as failed:
            _log.warning(_("Results are not kept, so that they will be worked out again next time: %s"), failed)


@lru_cache(8)
def _name(assignment: bytes) -> str:
    return digest(assignment)


@lru_cache(8)
def _seen(assignment: bytes) -> str:
    """A name for what of an assignment its kernels get to see."""
    return digest(without_checks(assignment))


@lru_cache(8)
def _bare(control: bytes) -> bytes:
    """What submissions need of a control."""
    return pack({**unpack(control), "transcript": b""})


def _graded(answer: dict[str, Any], notebook: NotebookNode, events: Collection[Event]) -> Graded:
    """An answer of :func:`softmark.grading.work.run_submission`, with the notebook that it is about."""
    told = to_notebook_result(answer["result"])
    result = NotebookResult(told.notebook, told.cells, (*events, *told.events), told.fits, told.seconds)
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = from_text(answer["outputs"].get(place, "[]"))
    return Graded(result, notebook, frozenset(answer["withheld"]), answer["repeatable"])


def _seed(source: SourceNotebook, student: str, number: int | None) -> Seed:
    return Seed(seed_of(source.assignment, student)) if number is None else Seed(number, each_answer=True)
