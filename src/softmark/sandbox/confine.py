"""What a process does to itself before it runs what a stranger wrote: for good, and for all of its children."""

from __future__ import annotations

import contextlib
import os
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from softmark.sandbox import landlock, privileges, seccomp
from softmark.sandbox.box import SCRATCH, Box

_THREADS: Final = 4
"""Threads of a process, on average."""
_LAST_SECONDS: Final = 5
_SPARE: Final = 200
"""Processes and threads that a person may start meanwhile."""


@dataclass(frozen=True)
class Walls:
    """What a process may use.

    Attributes:
        readable: files and folders that it may read and execute.
        writable: folders in which it may do anything, and files that it may change.
        user: who it becomes if it is root; nobody else must be this user. ``None``: it stays who it is.
        memory_bytes: bytes of memory of all processes together.
        disk_bytes: bytes on the disk in all writable folders together.
        file_bytes: bytes of one file.
        processes: processes.
        cpu_seconds: seconds of processor time of one process.
        descriptors: files that one process has open.
        bubblewrap: path of the program that builds a box (:mod:`softmark.sandbox.box`); ``None``: no box.
    """

    readable: tuple[str, ...]
    writable: tuple[str, ...]
    user: int | None
    memory_bytes: int
    disk_bytes: int
    file_bytes: int
    processes: int
    cpu_seconds: int
    descriptors: int = 1_024
    bubblewrap: str | None = None


def confine(walls: Walls, box: Box | None = None) -> None:
    """Put this process behind walls. It must have one thread only.

    Args:
        walls: what it may use.
        box: a box of these walls, for it to step into; it must be in its namespace of processes.

    Raises:
        OSError: this cannot be had here; then it is half confined, and must end.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, walls.file_bytes)
    _limit(resource.RLIMIT_NOFILE, walls.descriptors)
    # A little less than the hard limit, where it would be killed without a word.
    _limit(resource.RLIMIT_CPU, walls.cpu_seconds, _LAST_SECONDS)
    # Only so that bombs have an end before the keeper counts them. The system counts all that a user runs, in a box all
    # that one runs in it.
    others = 0 if walls.user is not None or box is not None else _tasks(os.getuid()) + _SPARE
    _limit(resource.RLIMIT_NPROC, others + _THREADS * walls.processes)
    root = os.geteuid() == 0
    if box is not None:
        box.enter()
    if root:
        privileges.give_up(walls.user, privileges.READ)
    elif box is not None:
        privileges.give_up(None, None)  # a box's first user has all rights there are in it
    writable = walls.writable if box is None else (*walls.writable, *SCRATCH)
    landlock.restrict(map(Path, walls.readable), map(Path, writable))
    others_out_of_reach = walls.user is not None or box is not None or landlock.governs_signals(landlock.version())
    seccomp.install(seccomp.rules(own_files=False, own_processes=others_out_of_reach, own_sockets=box is not None))
    os.umask(0o077)


def _tasks(user: int) -> int:
    """How many processes and threads a user has."""
    found = 0
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and process.stat().st_uid == user:
                found += len(os.listdir(process / "task"))
    return found


def _limit(kind: int, value: int, more: int = 0) -> None:
    """Set a limit, and a hard one that is so much larger."""
    _soft, hard = resource.getrlimit(kind)
    bound, last = (each if hard == resource.RLIM_INFINITY else min(each, hard) for each in (value, value + more))
    resource.setrlimit(kind, (bound, last))
