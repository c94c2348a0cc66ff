"""Giving up the rights of root.

A process without rights that is still user 0 owns most of the system's files and all of root's processes. So root
becomes a user that nobody else is; the one right that is kept lets it read files in folders that are root's alone, such
as a Python below ``/root``: which files these may be is for Landlock to say.
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import Final

READ: Final = 2
"""The right to read all files (``CAP_DAC_READ_SEARCH``)."""
_CAPABILITIES: Final = 64
# prctl: PR_CAPBSET_DROP, PR_SET_SECUREBITS, PR_CAP_AMBIENT with _RAISE and _CLEAR_ALL.
_DROP_BOUND, _SECURE_BITS, _AMBIENT, _RAISE, _CLEAR = 24, 28, 47, 2, 4
_NO_SETUID_FIXUP: Final = 4
_VERSION_3: Final = 0x20080522


def give_up(user: int | None, keep: int | None) -> None:
    """Become this user and group, for good without all rights but one.

    Args:
        user: ``None``: stay who one is. Rights that root has by being user 0 stay, too: its files, its processes.
        keep: the number of the right that is kept; ``None``: none.

    Raises:
        OSError: this process has no rights, or the user does not exist in its user namespace.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    # Rights and user are set apart: access(2), too, would ask without the one that is kept.
    _succeed(libc.prctl(_SECURE_BITS, _NO_SETUID_FIXUP, 0, 0, 0))
    for right in range(_CAPABILITIES):
        if right != keep:
            libc.prctl(_DROP_BOUND, right, 0, 0, 0)  # fails for numbers that this kernel does not know
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    kept = 0 if keep is None else 1 << keep
    header = struct.pack("=Ii", _VERSION_3, 0)
    # Effective, permitted, inheritable: the low halves, then the high ones.
    _succeed(libc.capset(header, struct.pack("=6I", kept, kept, kept, 0, 0, 0)))
    _succeed(libc.prctl(_AMBIENT, _CLEAR, 0, 0, 0))
    if keep is not None:
        _succeed(libc.prctl(_AMBIENT, _RAISE, keep, 0, 0))  # for programs that it starts


def _succeed(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"rights could not be given up: {os.strerror(number)}")
