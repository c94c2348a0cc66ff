"""Threads that drive kernels on this machine, so that nobody waits behind a submission that loops."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from statistics import median
from typing import Any, Final

_LOOK: Final = 1.0
"""Seconds until it looks again whether a job has become late."""
_OFTEN: Final = 4
_REMEMBERED: Final = 100
"""Jobs whose time says what is usual."""


class Pool(Executor):
    """Runs jobs in their order, some at once; a job that takes too long gives up its place to the next one.

    Args:
        workers: jobs at once.
        late: jobs that may run beyond these because others are late.
        patience: seconds after which a job is late at the earliest; it must take :data:`_OFTEN` times as long as usual,
            too, so that long work that everybody has to do makes nobody late.
    """

    def __init__(self, workers: int, late: int = 0, patience: float = 30.0) -> None:
        self._patience = patience
        self._took: deque[float] = deque(maxlen=_REMEMBERED)
        self._workers = workers
        self._late = late
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._running: dict[int, float] = {}
        self._threads: list[threading.Thread] = []
        self._change = threading.Condition()
        self._closed = False

    def submit(self, job: Callable[..., Any], /, *args: Any, **rest: Any) -> Future[Any]:
        """Have a job done.

        Raises:
            RuntimeError: the pool has been shut down.
        """
        future: Future[Any] = Future()
        with self._change:
            if self._closed:
                raise RuntimeError("the pool has been shut down")
            self._jobs.append((future, lambda: job(*args, **rest)))
            if len(self._threads) < min(self._workers + self._late, len(self._running) + len(self._jobs)):
                thread = threading.Thread(target=self._work, daemon=True)
                self._threads.append(thread)
                thread.start()
            self._change.notify()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs."""
        with self._change:
            self._closed = True
            if cancel_futures:
                for future, _job in self._jobs:
                    future.cancel()
                self._jobs.clear()
            self._change.notify_all()
        if wait:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            future, job = taken
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except BaseException as error:  # to be raised where the result is asked for
                    future.set_exception(error)
            del future, job, taken
            with self._change:
                self._took.append(time.monotonic() - self._running.pop(threading.get_ident()))
                self._change.notify_all()

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._change:
            while not (self._jobs and self._free()):
                if self._closed and not self._jobs:
                    return None
                self._change.wait(_LOOK)
            self._running[threading.get_ident()] = time.monotonic()
            return self._jobs.popleft()

    def _free(self) -> bool:
        usual = median(self._took) if self._took else self._patience
        since = time.monotonic() - max(self._patience, _OFTEN * usual)
        late = sum(started < since for started in self._running.values())
        return len(self._running) < self._workers + min(late, self._late)


def room_for(memory_bytes: int) -> int:
    """How many submissions fit into the memory that is free, if each uses all that it may; at least 1.

    Args:
        memory_bytes: what each may use, see :class:`softmark.model.Limits`.
    """
    return max(1, min(_available(), _left_in_group()) // memory_bytes)


def _available() -> int:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _left_in_group(folder: Path = Path("/sys/fs/cgroup")) -> int:
    """What a container's limit leaves."""
    try:
        limit = int((folder / "memory.max").read_text())
        return max(0, limit - int((folder / "memory.current").read_text()))
    except (OSError, ValueError):  # no limit, or none that can be read
        return 1 << 62
