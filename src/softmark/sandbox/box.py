"""A view of the machine with nothing in it but what one submission may use, for a forked process to step into.

bubblewrap builds it: a tree of mounts, and namespaces of processes, shared memory, the network, names and control
groups. What it runs in there only waits; a process that has been forked from a warm parent, which bubblewrap could not
start, steps in afterwards (``setns``). When bubblewrap's first process ends, all in its namespace end with it.

See ``namespaces(7)``, ``pid_namespaces(7)`` and ``setns(2)``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from softmark.sandbox.usage import children

SCRATCH: Final = ("/tmp", "/dev/shm")  # noqa: S108  (these are the box's own)
"""Folders in memory; nothing of the machine's is in them, and they end with the box."""

_MOUNTS, _CONTROL_GROUPS, _NAMES, _IPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
_USERS, _PROCESSES, _NETWORK = 0x10000000, 0x20000000, 0x40000000
_OF_A_FILE: Final = 1_024  # bytes that the system needs for a file's name and facts, about
_LINKS: Final = {"fd": "fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}


class Box:
    """One box, from start to end; it ends with the process that has made it.

    Args:
        bubblewrap: path of the program.
        readable: files and folders that are in it, and cannot be changed; such as do not exist are passed over.
        writable: folders that are in it, and can be changed; and devices.
        scratch_bytes: bytes in each folder of :data:`SCRATCH`.

    Raises:
        OSError: it could not be built; bubblewrap says why.
    """

    PROCESSES: Final = 3
    """bubblewrap's own: one outside, the first one inside, and what waits."""

    def __init__(self, bubblewrap: str, readable: Sequence[str], writable: Sequence[str], scratch_bytes: int) -> None:
        self._outside = os.geteuid() != 0  # in a user namespace of its own
        command = [bubblewrap, *_namespaces(self._outside), *_tree(readable, writable, scratch_bytes)]
        self._waiting = subprocess.Popen(
            [*command, "--", "cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env={"PATH": "/usr/bin:/bin"},
        )
        stdin, stdout, stderr = self._waiting.stdin, self._waiting.stdout, self._waiting.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        with stdout, stderr:
            with contextlib.suppress(BrokenPipeError):
                stdin.write(b".")
            if stdout.read(1) != b".":  # it comes back once everything stands
                raise OSError(stderr.read().decode(errors="replace").strip() or "bubblewrap could not build a box")
        (self._first,) = children(self._waiting.pid)
        self._descriptor = os.pidfd_open(self._first)

    def send_children_in(self) -> None:
        """Whatever this process forks from now on is in the box's namespace of processes.

        In a box with users of its own, this process becomes one of them; it sees and reaches what it did before.
        """
        _join(self._descriptor, _PROCESSES | (_USERS if self._outside else 0))

    def enter(self) -> None:
        """Step into all the rest; for a child. The working folder must be in the box."""
        folder = os.getcwd()
        _join(self._descriptor, _MOUNTS | _CONTROL_GROUPS | _NAMES | _IPC | _NETWORK)
        os.chdir(folder)
        os.close(self._descriptor)
        if self._waiting.stdin is not None:
            self._waiting.stdin.close()  # the box ends when nobody can write to what waits in it

    def memory(self) -> int:
        """Bytes of memory that files in :data:`SCRATCH` hold, whether or not they have names and are mapped."""
        held = 0
        for folder in SCRATCH:
            with contextlib.suppress(OSError):
                used = os.statvfs(f"/proc/{self._first}/root{folder}")
                held += (used.f_blocks - used.f_bfree) * used.f_frsize
                held += (used.f_files - used.f_ffree) * _OF_A_FILE
        return held

    def end(self) -> None:
        """End all that is in it, at once; whoever has forked it has to reap."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)


def _join(descriptor: int, namespaces: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, namespaces):
        number = ctypes.get_errno()
        raise OSError(number, f"setns: {os.strerror(number)}")


def _namespaces(own_users: bool) -> list[str]:
    """As root, users stay those of the machine: whoever steps in becomes one that nobody is."""
    of_what = ["pid", "ipc", "net", "uts", "cgroup-try", *(["user"] if own_users else [])]
    options = [f"--unshare-{name}" for name in of_what]
    return [*options, "--hostname", "softmark", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]


def _tree(readable: Sequence[str], writable: Sequence[str], scratch_bytes: int) -> list[str]:
    options = ["--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys"]  # bubblewrap leaves it to root to write there
    for folder in SCRATCH:
        options += ["--perms", "1777", "--size", str(scratch_bytes), "--tmpfs", folder]
    for name, target in _LINKS.items():
        options += ["--symlink", f"/proc/self/{target}", f"/dev/{name}"]
    for device in (path for path in (*readable, *writable) if path.startswith("/dev/")):
        options += ["--dev-bind-try", device, device]
    files = [path for path in readable if not path.startswith(("/dev/", "/proc/"))]
    folders = [path for path in writable if not path.startswith("/dev/")]
    seen = [os.path.realpath(path) for path in files]
    changed = [os.path.realpath(path) for path in folders]
    for path in _outermost(seen):
        options += ["--ro-bind-try", path, path]
    for path in _outermost(changed):
        options += ["--bind", path, path]
    there = [PurePath(path) for path in (*seen, *changed)]
    for link in _outermost(path for path in (*files, *folders) if path not in (*seen, *changed)):
        if os.path.exists(link) and not any(PurePath(link).is_relative_to(path) for path in there):
            options += ["--symlink", os.path.realpath(link), link]
    return [*options, "--remount-ro", "/"]


def _outermost(paths: Iterable[str]) -> Iterator[str]:
    """Those that lie in no other one."""
    found: list[PurePath] = []
    for path in sorted({PurePath(path) for path in paths}, key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(other) for other in found):
            found.append(path)
            yield str(path)
