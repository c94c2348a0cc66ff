"""What a process does to itself before it runs what a stranger wrote: for good, and for all of its children."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

from softmark.sandbox import landlock, privileges, seccomp


@dataclass(frozen=True)
class Walls:
    """What a process may use.

    Attributes:
        readable: files and folders that it may read and execute.
        writable: folders in which it may do anything, and files that it may change.
        user: who it becomes if it is root; nobody else must be this user. ``None``: it stays who it is.
        cpu_seconds: seconds of processor time of one process.
        file_bytes: bytes of one file.
        descriptors: files that one process has open.
        processes: processes of ``user``; without one there is no such bound, as a person's own processes would count.
    """

    readable: tuple[str, ...]
    writable: tuple[str, ...]
    user: int | None = None
    cpu_seconds: int = 1_200
    file_bytes: int = 256 << 20
    descriptors: int = 1_024
    processes: int = 256


def confine(walls: Walls) -> None:
    """Put this process behind walls. It must have one thread only.

    Raises:
        OSError: this cannot be had here; then it is half confined, and must end.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, walls.file_bytes)
    _limit(resource.RLIMIT_NOFILE, walls.descriptors)
    _limit(resource.RLIMIT_CPU, walls.cpu_seconds)
    if walls.user is not None:
        _limit(resource.RLIMIT_NPROC, walls.processes)
    if os.geteuid() == 0:
        privileges.give_up(walls.user)
    landlock.restrict(map(Path, walls.readable), [Path(path) for path in walls.writable])
    others_out_of_reach = walls.user is not None or landlock.governs_signals(landlock.version())
    seccomp.install(seccomp.rules(own_files=False, own_processes=others_out_of_reach))
    os.umask(0o077)


def _limit(kind: int, value: int) -> None:
    _soft, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))
