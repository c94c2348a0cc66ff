"""What processes use: how many they are, how much memory they hold, how much lies in their folders."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from itertools import takewhile
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """All processes below one, whether or not they live."""
    found: list[int] = []
    todo = [pid]
    while todo:
        new = children(todo.pop())
        found += new
        todo += new
    return found


def children(pid: int) -> list[int]:
    """The processes whose parent this one is."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def memory(processes: list[int], enough: int, broken_off: Callable[[], bool]) -> int:
    """Bytes that processes use together.

    What they share with one another or with their warm parent counts in full at first, which is quick to find out;
    where that is above ``enough``, each gets its part of it (PSS), as far as the system says. That waits for each
    process that is just forking: so ``broken_off`` is asked in between, and if it holds, the others are left out.
    """
    quick = sum(_status(pid, ("RssAnon", "RssShmem", "VmSwap")) for pid in processes)
    if quick <= enough:
        return quick
    return sum(_parts(pid) for pid in takewhile(lambda _pid: not broken_off(), processes))


def _status(pid: int, fields: tuple[str, ...]) -> int:
    return _sum(Path(f"/proc/{pid}/status"), fields) or 0


def _parts(pid: int) -> int:
    exact = _sum(Path(f"/proc/{pid}/smaps_rollup"), ("Pss_Anon", "Pss_Shmem", "SwapPss"))
    return _status(pid, ("RssAnon", "RssShmem", "VmSwap")) if exact is None else exact


def _sum(path: Path, fields: tuple[str, ...]) -> int | None:
    """The sum of some fields of a file of ``/proc``, in bytes; ``None`` if it can't be read."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return None
    named = (line.partition(":") for line in lines)
    return sum(int(value.split()[0]) * 1024 for name, _, value in named if name in fields)


def disk(folders: Iterable[str], enough: int) -> int:
    """Bytes on the disk in some folders; counted no further than ``enough``."""
    found = 0
    todo = list(folders)
    while todo and found <= enough:
        with contextlib.suppress(OSError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                found += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    todo.append(entry.path)
    return found
