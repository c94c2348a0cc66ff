"""What every grade has been: when it was given, by which version of the checks, and how many points."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from softmark.model import NotebookResult

_FILE: Final = Path(".softmark", "history.db")
_PATIENCE: Final = 30.0
_TABLE: Final = """
create table if not exists grades (
    at text not null, assignment text not null, student text not null, notebook text not null, cell text not null,
    points real, maximum real not null, state text not null, checks text not null
)
"""
_INDEX: Final = "create index if not exists whose on grades (assignment, student, notebook, cell)"
_LAST: Final = """
select points, maximum, state, checks from grades
where assignment = ? and student = ? and notebook = ? and cell = ? order by rowid desc limit 1
"""
_INSERT: Final = "insert into grades values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ALL: Final = """
select at, student, notebook, cell, points, maximum, state, checks from grades
where assignment = ? and student = coalesce(?, student) order by rowid
"""


@dataclass(frozen=True)
class Past:
    """One grade of one cell at one time.

    Attributes:
        at: when it was given, in UTC.
        student: whose it was.
        notebook: the notebook.
        cell: the graded cell.
        points: the automatic points; ``None``: not graded.
        maximum: points that the cell was worth.
        state: see :class:`softmark.model.State`.
        checks: names the version of everything that it was graded with.
    """

    at: str
    student: str
    notebook: str
    cell: str
    points: float | None
    maximum: float
    state: str
    checks: str


class History:
    """The grades of a course as they were; threads and processes may share it.

    Args:
        root: the course's folder.

    Raises:
        sqlite3.Error: from any method: it cannot be read, or written.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / _FILE

    def add(self, student: str, assignment: str, result: NotebookResult, checks: str) -> None:
        """Note the grades of a notebook that were just given, but those that are the last ones again."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open() as database:
            for cell in result.cells:
                whose = assignment, student, result.notebook, cell.grade_id
                now = cell.points, cell.maximum, cell.state.value, checks
                if database.execute(_LAST, whose).fetchone() != now:
                    database.execute(_INSERT, (at, *whose, *now))

    def of(self, assignment: str, student: str | None = None) -> list[Past]:
        """All grades of an assignment in the order in which they were given; of one student, or of all."""
        if not self._path.exists():
            return []
        with self._open() as database:
            return [Past(*row) for row in database.execute(_ALL, (assignment, student))]

    def forget(self, student: str) -> int:
        """Remove a student's grades; how many there were."""
        if not self._path.exists():
            return 0
        with self._open() as database:
            return database.execute("delete from grades where student = ?", (student,)).rowcount

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database:
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")
            with database:
                database.execute(_TABLE)
                database.execute(_INDEX)
                yield database
