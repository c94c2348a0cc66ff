"""Which walls this machine has to offer, and where they stand."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import site
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from softmark.messages import _
from softmark.model import Limits
from softmark.sandbox import landlock, syscalls
from softmark.sandbox.confine import Walls
from softmark.sandbox.warm import can_fork


class Tier(StrEnum):
    """How submissions are kept from the rest of the machine; the strongest first."""

    FULL = "full"
    LANDLOCK = "landlock"
    NONE = "none"


# What programs and libraries read of the system. Nothing of a person's is there.
_SYSTEM: Final = (
    "/bin",
    "/lib",
    "/lib32",
    "/lib64",
    "/sbin",
    "/usr",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/group",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/os-release",
    "/etc/passwd",
    "/etc/timezone",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/loadavg",
    "/proc/meminfo",
    "/proc/self",
    "/proc/stat",
    "/proc/sys/kernel/osrelease",
    "/proc/sys/vm",
    "/proc/uptime",
    "/proc/version",
    "/sys/devices/system",
    "/sys/fs/cgroup",
    "/sys/kernel/mm",
)
# Users of a confined process, if the grader is root: far from those that systems give to people and services.
_USERS: Final = range(1_800_000_000, 1_900_000_000)


_PATIENCE: Final = 60.0
_asked: Tier | None = None


def tier() -> Tier:
    """What submissions are kept in: the strongest that can be had here, unless a weaker one was asked for."""
    have = strongest()
    order = list(Tier)
    return have if _asked is None else max(have, _asked, key=order.index)


def ask_for(wanted: Tier | None) -> None:
    """Have all submissions of this process in this tier from now on, if it can be had; ``None``: in the strongest."""
    global _asked
    _asked = wanted


@cache
def strongest() -> Tier:
    """The strongest that can be had here."""
    try:
        syscalls.machine()
    except OSError:
        return Tier.NONE
    if not can_fork() or landlock.version() < landlock.NEEDED:
        return Tier.NONE
    return Tier.LANDLOCK if why_not_full() else Tier.FULL


@cache
def why_not_full() -> str:
    """Why bubblewrap and namespaces cannot be had, in its own words; ``""`` if they can: it is tried, once a process.

    And once more if it fails: weaker walls for a whole class would be much for one program that somebody has killed.
    """
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        return _("bubblewrap is not installed")
    return _failure(bubblewrap) and _failure(bubblewrap)


def _failure(bubblewrap: str) -> str:
    """What goes wrong when these walls are put up; ``""`` if nothing does."""
    described = json.dumps(asdict(replace(_walls((), (), Limits()), bubblewrap=bubblewrap)))
    command = [sys.executable, "-P", "-m", "softmark.sandbox.trial", described]
    try:
        run = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    last = next(reversed(run.stderr.splitlines()), "").removeprefix("OSError: ")
    return "" if run.returncode == 0 else last or _("bubblewrap does not work here")


def how_to_get_full() -> str:
    """What a person can do about :func:`why_not_full`; ``""`` if there is nothing to be done."""
    why = why_not_full()
    if not why:
        return ""
    if shutil.which("bwrap") is None:
        return _("The walls 'full' need bubblewrap: on Debian and Ubuntu, 'sudo apt-get install bubblewrap'.")
    return _(
        "The walls 'full' need bubblewrap and namespaces, and these cannot be had: {why}. On Ubuntu 24.04, AppArmor "
        "keeps them from you until bubblewrap's profile is loaded; in Docker, its seccomp profile does. "
        "docs/security.md says how to allow them."
    ).format(why=why.rstrip("."))


def libraries() -> tuple[str, ...]:
    """Where this Python and its packages are, by all names; and softmark, wherever that is installed from."""
    places = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *site.getsitepackages()]
    places += [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    places.append(str(Path(__file__).resolve().parents[1]))
    return tuple(dict.fromkeys([*map(os.path.abspath, places), *map(os.path.realpath, places)]))


def walls(readable: Sequence[Path], writable: Sequence[Path], limits: Limits) -> Walls | None:
    """Walls that leave these files and folders, and what programs need; ``None`` if there are none to be had.

    Folders that can be written are given to the user that the confined process will be.
    """
    chosen = tier()
    if chosen is Tier.NONE:
        return None
    found = _walls(readable, writable, limits)
    if found.user is not None:
        for folder in writable:
            _give(folder, found.user)
    return replace(found, bubblewrap=shutil.which("bwrap")) if chosen is Tier.FULL else found


def _walls(readable: Sequence[Path], writable: Sequence[Path], limits: Limits) -> Walls:
    return Walls(
        readable=(*_SYSTEM, *libraries(), *map(str, readable)),
        writable=("/dev/null", *map(str, writable)),
        user=_somebody(),
        memory_bytes=limits.memory_bytes,
        disk_bytes=limits.disk_bytes,
        file_bytes=limits.file_bytes,
        processes=limits.processes,
        cpu_seconds=limits.cpu_seconds,
    )


def exposing(folder: Path) -> str | None:
    """What every confined process may read that ``folder`` lies in; ``None``: nothing."""
    real = folder.resolve()
    places = (Path(place).resolve() for place in (*_SYSTEM, *libraries()))
    return next((str(place) for place in places if real.is_relative_to(place)), None)


def _somebody() -> int | None:
    """A user that nobody is, if there can be one."""
    if os.geteuid() != 0:
        return None
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    known = [(int(first), int(length)) for first, _outside, length in map(str.split, lines)]
    user = _USERS[secrets.randbelow(len(_USERS))]
    return user if any(first <= user < first + length for first, length in known) else None


def _give(folder: Path, user: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)
