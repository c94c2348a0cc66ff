"""A process that keeps a confined one: watches what it uses, and leaves nothing of it behind.

It is forked from a warm parent and forks the confined process. Whatever that one starts, and whatever those start,
becomes a child of the keeper's when its own parent ends: so it can end them all. None of them can reach it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final, NoReturn

from softmark.sandbox.box import Box
from softmark.sandbox.confine import Walls, confine
from softmark.sandbox.usage import children, descendants, disk, memory

MEMORY, PROCESSES, DISK = 201, 202, 203
"""Exit statuses of a keeper that had to end what it kept: what there was too much of."""

_SOON, _LATER = 0.05, 0.2
"""Seconds until it looks again: at what uses more than half of its memory, and at what uses less."""
_DISK_INTERVAL: Final = 1.0
_PATIENCE: Final = 5.0
_NICE: Final = 5  # the machine stays its owner's, and the keeper comes first
_SET_PARENT_DEATH_SIGNAL, _SET_SUBREAPER = 1, 36


def keep(walls: Walls) -> None:
    """Fork, and put up the walls. Returns in the confined process only."""
    adopt_orphans()
    signals = {signal.SIGCHLD, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    box = None if walls.bubblewrap is None else Box(walls.bubblewrap, walls.readable, walls.writable, walls.file_bytes)
    if box is not None:
        box.send_children_in()
    keeper, kept = os.getpid(), os.fork()
    if kept == 0:
        os.setsid()
        os.nice(_NICE)
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")  # rather this one than the grader
        confine(walls, box)
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if box is None and os.getppid() != keeper:  # a box ends with its keeper, who cannot be seen from inside
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        return
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    try:
        status = _watch(kept, walls, box, signals)
    finally:
        if box is not None:
            box.end()
        _end_all(kept)
    _end_like(status)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own has ended."""
    ctypes.CDLL(None).prctl(_SET_SUBREAPER, 1, 0, 0, 0)


def let_no_orphan_live(known: Collection[int]) -> None:
    """End all children that are not known: their keeper has been killed, or it would have ended them."""
    while orphans := set(children(os.getpid())).difference(known):
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError):
                if (group := os.getpgid(pid)) not in (os.getpgid(0), *known):
                    os.killpg(group, signal.SIGKILL)
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)  # a box's first process waits until the others have been reaped
        time.sleep(0.002)


def kept_by(keeper: int) -> int | None:
    """The process that a keeper keeps: the leader of its group, which nobody else below it can be."""
    for pid in children(keeper):
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(pid) == pid:
                return pid
    return None


def _watch(kept: int, walls: Walls, box: Box | None, signals: set[signal.Signals]) -> int:
    """What has become of the kept process: an exit status, or a signal as a negative number."""
    look = look_at_disk = counted = time.monotonic()
    on_disk = [path for path in walls.writable if not path.startswith("/dev/")]
    most = walls.processes + (0 if box is None else box.PROCESSES)
    too_many = False

    def too_many_by_now() -> bool:
        nonlocal counted, too_many
        if not too_many and time.monotonic() >= counted + _SOON:
            too_many = len(descendants(os.getpid())) > most
            counted = time.monotonic()
        return too_many

    while True:
        came = signal.sigtimedwait(signals, max(0.0, look - time.monotonic()))
        if came is not None and came.si_signo == signal.SIGTERM:
            return -signal.SIGKILL
        if came is not None and (status := _reap(kept)) is not None:
            return status
        # Also while signals come: a submission can have them come without end.
        if time.monotonic() < look:
            continue
        processes = descendants(os.getpid())
        counted = time.monotonic()
        if len(processes) > most:
            return PROCESSES
        in_files = 0 if box is None else box.memory()
        used = in_files + memory(processes, walls.memory_bytes - in_files, too_many_by_now)
        if too_many:  # also if they have ended since: else nobody's memory need ever be measured
            return PROCESSES
        if used > walls.memory_bytes:
            return MEMORY
        if time.monotonic() > look_at_disk:
            look_at_disk = time.monotonic() + _DISK_INTERVAL
            if disk(on_disk, walls.disk_bytes) > walls.disk_bytes:
                return DISK
        look = time.monotonic() + (_LATER if used < walls.memory_bytes // 2 else _SOON)


def _reap(kept: int) -> int | None:
    """Take leave of children that have ended; the status of the kept one if it is among them.

    That one is left as it is: as long as it is there, its number is no other group's.
    """
    while (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is not None:
        if ended.si_pid == kept:
            return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
        os.waitpid(ended.si_pid, os.WNOHANG)
    return None


def _end_all(kept: int) -> None:
    """Kill all that has come of the kept process: none can have left its group, or outrun a signal to a group."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(kept, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def _end_like(status: int) -> NoReturn:
    """End as the kept process has ended; the statuses above 200 are the keeper's own words."""
    if status < 0:
        with contextlib.suppress(OSError):  # what cannot be handled cannot be reset
            signal.signal(-status, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {-status})
        os.kill(os.getpid(), -status)
    os._exit(status if status in (MEMORY, PROCESSES, DISK) else min(status, 200))
