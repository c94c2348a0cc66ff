"""Run a command, and measure what it and all that it starts use."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from softmark.sandbox.usage import descendants

MEBIBYTE: Final = 1 << 20
_INTERVAL: Final = 0.2


@dataclass(frozen=True)
class Measured:
    """What a command has used.

    Attributes:
        status: its exit status.
        seconds: wall seconds.
        cpu: seconds of processor time, user and system, of all its processes.
        own_memory: bytes that its first process has used at most (resident set).
        all_memory: bytes that all its processes have used together at most (proportional set); 0 if nobody looked.
        text: what it printed.
    """

    status: int
    seconds: float
    cpu: float
    own_memory: int
    all_memory: int
    text: str

    @property
    def last_words(self) -> str:
        """The last line that it printed."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return lines[-1] if lines else f"exit status {self.status}"


def measure(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, all_memory: bool = False
) -> Measured:
    """Run a command to its end.

    Args:
        command: its words.
        folder: where it runs.
        environment: all of its environment.
        all_memory: whether to look at the memory of all its processes. That takes time itself: each look walks
            through the pages of several processes, so that a run that is looked at is not one to be timed.
    """
    with tempfile.TemporaryFile() as told:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT
        )
        with _Watch(process.pid, everybody=all_memory) as watch:
            _pid, status, used = os.wait4(process.pid, 0)
            seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        text = told.read().decode("utf-8", "replace")
    return Measured(process.returncode, seconds, used.ru_utime + used.ru_stime, watch.own, watch.everybodys, text)


class _Watch(threading.Thread):
    """Looks at the memory of a process, and of all that it has started, until told to stop."""

    def __init__(self, pid: int, *, everybody: bool) -> None:
        super().__init__(daemon=True)
        self.own = self.everybodys = 0
        self._pid, self._everybody = pid, everybody
        self._enough = threading.Event()

    def __enter__(self) -> _Watch:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._enough.set()
        self.join()

    def run(self) -> None:
        """Look, five times a second."""
        while not self._enough.wait(_INTERVAL):
            self.own = max(self.own, _kilobytes(self._pid, "status", "VmHWM"))
            if self._everybody:
                pids = [self._pid, *descendants(self._pid)]
                self.everybodys = max(self.everybodys, sum(_kilobytes(pid, "smaps_rollup", "Pss") for pid in pids))


def _kilobytes(pid: int, file: str, field: str) -> int:
    """A field of a file of ``/proc``, in bytes; 0 if the process has ended or nobody may look."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            name, _, value = line.partition(":")
            if name == field:
                return int(value.split()[0]) * 1024
    return 0


@dataclass(frozen=True)
class Line:
    """A cost that is paid once, and one that each submission adds.

    >>> Line.through({10: 25.0, 20: 40.0})
    Line(once=10.0, each=1.5)
    """

    once: float
    each: float

    @classmethod
    def through(cls, points: Mapping[int, float]) -> Line:
        """The line through the costs of two sizes of a class."""
        (small, cost), (large, more) = sorted(points.items())
        each = (more - cost) / (large - small)
        return cls(cost - small * each, each)

    def at(self, students: int) -> float:
        """The cost of a class."""
        return self.once + students * self.each


def middle(values: Iterable[float]) -> float:
    """The median."""
    return statistics.median(values)
