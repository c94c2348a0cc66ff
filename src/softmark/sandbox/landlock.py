"""Landlock: a process gives up, for itself and all of its children and for good, all files but those that it names.

Works for anybody, without rights and in containers. See the kernel's ``Documentation/userspace-api/landlock.rst``.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from enum import IntFlag
from pathlib import Path

from softmark.sandbox import syscalls

# The first version that guards against truncation; below, a file that may be read could be emptied.
NEEDED = 3
_NO_NEW_PRIVILEGES = 38
_ASK_VERSION, _RULE_PATH = 1, 1


class Access(IntFlag):
    """What can be done with files, in the kernel's bits."""

    EXECUTE = 1 << 0
    WRITE = 1 << 1
    READ = 1 << 2
    LIST = 1 << 3
    REMOVE_FOLDER = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHARACTER_DEVICE = 1 << 6
    MAKE_FOLDER = 1 << 7
    MAKE_FILE = 1 << 8
    MAKE_SOCKET = 1 << 9
    MAKE_PIPE = 1 << 10
    MAKE_BLOCK_DEVICE = 1 << 11
    MAKE_LINK = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    DEVICE_COMMANDS = 1 << 15


_READABLE = Access.EXECUTE | Access.READ | Access.LIST
_DEVICES = Access.MAKE_CHARACTER_DEVICE | Access.MAKE_BLOCK_DEVICE | Access.DEVICE_COMMANDS
_OF_FILES = Access.EXECUTE | Access.WRITE | Access.READ | Access.TRUNCATE | Access.DEVICE_COMMANDS
_TCP = 3  # bind, connect
_SCOPES = 3  # no signals to processes outside, no connections to abstract sockets outside


def _known(version: int) -> Access:
    """The rights that a version of Landlock governs."""
    last = {1: 12, 2: 13, 3: 14, 4: 14}.get(version, 15)
    return Access((1 << (last + 1)) - 1)


def version() -> int:
    """Which version the kernel offers, 0 for none."""
    try:
        return _call("landlock_create_ruleset", None, 0, _ASK_VERSION)
    except OSError:
        return 0


def governs_signals(version: int) -> bool:
    """Whether a restricted process cannot send signals to others."""
    return version >= 6


def restrict(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Give up all other files; and, as far as the kernel can govern it, TCP and foreign processes.

    Args:
        readable: files and folders that can be read and executed; such as do not exist are passed over.
        writable: folders in which anything can be done, and files that can be changed.

    Raises:
        OSError: the kernel has no Landlock, or refuses.
    """
    have = version()
    if not have:
        raise OSError(errno.ENOSYS, "this kernel has no Landlock")
    known = _known(have)
    network, scopes = (_TCP if have >= 4 else 0), (_SCOPES if governs_signals(have) else 0)
    size = 24 if have >= 6 else 16 if have >= 4 else 8
    ruleset = _call("landlock_create_ruleset", struct.pack("=QQQ", known, network, scopes)[:size], size, 0)
    try:
        for paths, access in ((readable, _READABLE), (writable, known & ~_DEVICES)):
            for path in paths:
                _allow(ruleset, path, access & known)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "privileges could not be given up")
        _call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: Access) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        if not path.is_dir():
            access &= _OF_FILES
        _call("landlock_add_rule", ruleset, _RULE_PATH, struct.pack("=Qi", access, descriptor), 0)
    finally:
        os.close(descriptor)


def _call(name: str, *arguments: int | bytes | None) -> int:
    """A system call; raises its error."""
    number = syscalls.number(name, syscalls.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    given = [ctypes.c_long(value) if isinstance(value, int) else ctypes.c_char_p(value) for value in arguments]
    result = int(libc.syscall(ctypes.c_long(number or -1), *given))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")
    return result
