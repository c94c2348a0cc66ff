"""The names that a check sees.

In this order: what the instructor's own cells define (run here, so that nothing the submission patched matters),
what earlier test cells defined, and only then the submission's names, as plain data or proxies.
"""

from __future__ import annotations

import builtins
import contextlib
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from softmark.judge.analysis import CellFacts, analyse, import_statements, read_later, without_magics
from softmark.judge.link import Link


@dataclass(frozen=True)
class JudgeCell:
    """One code cell of the instructor's notebook.

    Attributes:
        kind: ``"test"``, ``"locked"``, ``"solution"`` or ``"open"`` (any other cell, which students may change).
        source: the instructor's text; of a test cell with its hidden part.
        released: the text that students have.
        grade_id: nbgrader's id, or ``""``.
    """

    kind: str
    source: str
    released: str
    grade_id: str


def runnable(cells: Sequence[JudgeCell], facts: Sequence[CellFacts]) -> frozenset[int]:
    """Positions of the locked cells that need nothing of the student."""
    own: set[str] = set()
    found = set()
    for index, (cell, known) in enumerate(zip(cells, facts, strict=True)):
        if cell.kind == "locked" and known.valid and known.needs <= own:
            found.add(index)
            own |= known.binds
        elif cell.kind == "test":
            continue
        else:
            own -= known.binds - known.imports
            if cell.kind in ("locked", "open"):
                own |= known.imports
    return frozenset(found)


def makers(names: set[str], before: int, runnable: Collection[int], facts: Sequence[CellFacts]) -> set[int]:
    """Positions of the instructor's own cells that make these names what they are before a cell."""
    wanted, found = set(names), set()
    for index in range(before - 1, -1, -1):
        known = facts[index]
        if index in runnable and (wanted & known.binds or wanted & known.changes):
            found.add(index)
            wanted |= known.needs
    return found


class Namespace(dict[str, Any]):
    """Globals of the checks. A name that is not there yet is looked up when it is first used."""

    def __init__(self, cells: Sequence[JudgeCell], link: Link) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._cells = cells
        self._facts = [analyse(cell.source) for cell in cells]
        self._runnable = runnable(cells, self._facts)
        self._ran: set[int] = set()
        self._link = link
        self._fetched: dict[str, bytes] = {}
        self._values: dict[str, object] = {}
        self._written: dict[str, int] = {}
        self._recording = False
        self.position = 0
        self.unsent: dict[str, object] = {}
        self.deleted: list[str] = []
        # What a test binds anew is told to the submission only where the instructor's own functions would read it:
        # a test that calls its labels `y_test` does not mean them for the submission.
        other = [(cell, facts) for cell, facts in zip(cells, self._facts, strict=True) if cell.kind != "test"]
        later = {name for cell, _ in other for name in read_later(cell.source)}
        self._read = frozenset(name for _, facts in other for name in facts.binds & later)

    def facts(self, index: int) -> CellFacts:
        """What is known of one cell's text."""
        return self._facts[index]

    @contextlib.contextmanager
    def at(self, index: int) -> Iterator[None]:
        """Be at one test cell: names are what they are there, and what the cell binds is remembered."""
        self.position = index
        self.forget_fetched()
        for name, written in list(self._written.items()):
            if any(name in self._facts[i].binds for i in range(written + 1, index) if self._cells[i].kind != "test"):
                del self._written[name]  # bound again since, by a cell between: the earlier test's value is history
                dict.pop(self, name, None)
        self._recording = True
        try:
            yield
        finally:
            self._recording = False

    def forget_fetched(self) -> None:
        """Read the submission's names again when they are next used: a call may have changed them."""
        for name in self._fetched:
            if name not in self._written:
                dict.pop(self, name, None)

    def __missing__(self, name: str) -> object:
        if name.startswith("__") or not isinstance(name, str):
            raise KeyError(name)
        owner = self._owner(name)
        if owner is not None and owner in self._runnable and self._run_own(name, owner):
            return dict.__getitem__(self, name)
        if owner is None and hasattr(builtins, name):
            raise KeyError(name)  # a submission's own ``abs`` or ``len`` is no part of a check
        if (owner is None or name in self._facts[owner].imports) and self._import_own(name):
            return dict.__getitem__(self, name)
        return self._fetch(name)

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        try:
            self[name]
        except KeyError:
            return False
        return True

    def __setitem__(self, name: str, value: object) -> None:
        super().__setitem__(name, value)
        if self._recording:
            self._written[name] = self.position
            if name in self._read:
                self.unsent[name] = value

    def __delitem__(self, name: str) -> None:
        if not dict.__contains__(self, name):
            self[name]  # raises KeyError if it exists nowhere
        super().__delitem__(name)
        self._written.pop(name, None)
        self.unsent.pop(name, None)
        if self._recording:
            self.deleted.append(name)

    def given(self, name: str) -> object:
        """What the name is here; one of the instructor's own that no check has used yet is made first."""
        owner = self._owner(name)
        if not dict.__contains__(self, name) and owner is not None and owner in self._runnable:
            self._run_own(name, owner)
        return dict.get(self, name)

    def _owner(self, name: str) -> int | None:
        """The last cell before this one, test cells apart, that binds the name."""
        for index in range(self.position - 1, -1, -1):
            if self._cells[index].kind != "test" and name in self._facts[index].binds:
                return index
        return None

    def _run_own(self, name: str, owner: int) -> bool:
        """Run the instructor's cells that make a name, in order; whether that worked."""
        slice_ = makers({name}, max(owner, self.position - 1) + 1, self._runnable, self._facts)
        kept = {key: dict.__getitem__(self, key) for key in self._written if dict.__contains__(self, key)}
        recording, self._recording = self._recording, False
        position = self.position
        try:
            for index in sorted(slice_ - self._ran):
                self.position = index
                self._ran.add(index)
                code = compile(without_magics(self._cells[index].source), f"<cell {index}>", "exec")
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(code, self)  # noqa: S102  (the instructor's own cell)
        except Exception as error:
            self._link.note(f"cell {self._cells[index].grade_id or index} did not run in the judge: {error!r}")
        finally:
            self.position = position
            self._recording = recording
            self.update(kept)
        return dict.__contains__(self, name)

    def _import_own(self, name: str) -> bool:
        """Run the instructor's import statement for a name; whether there is one that works.

        A function that a solution cell imports must have been imported by the student, too; which function that
        was does not matter: checks use the library's own.
        """
        for index in range(self.position, -1, -1):
            cell = self._cells[index]
            statement = import_statements(cell.source).get(name) if cell.kind != "test" else None
            if statement is None:
                continue
            if cell.kind == "solution" and statement.startswith("from") and not self._link.has(name):
                return False
            scratch: dict[str, object] = {"__name__": "__main__"}
            try:
                exec(statement, scratch)  # noqa: S102  (the instructor's own import)
            except ImportError:
                return False
            dict.__setitem__(self, name, scratch[name])
            return True
        return False

    def _fetch(self, name: str) -> object:
        digest = self._fetched.get(name) if name in self._values else None
        answer = self._link.get(name, digest)
        if answer is None:
            raise KeyError(name)
        if not answer.same:
            self._values[name] = answer.value
            self._fetched[name] = answer.digest
        value = self._link.doubtless(self._values[name])
        dict.__setitem__(self, name, value)
        return value
