"""A process that another process of ours has forked."""

from __future__ import annotations

import contextlib
import math
import os
import select
import signal
import subprocess
import threading
from typing import IO, Protocol

from softmark.sandbox.keeper import kept_by

_PATIENCE = 10.0
"""Seconds that a keeper may take to end what it has kept."""


def readable(descriptor: int, seconds: float | None) -> bool:
    """Whether something can be read from a descriptor, or its other end is closed, within some seconds.

    ``select.select`` cannot be used: it takes no descriptor above 1023, and a grader may have many.
    """
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(None if seconds is None else math.ceil(seconds * 1_000)))


class Parent(Protocol):
    """What has forked it."""

    def reap(self, pid: int) -> int:
        """The exit status of a child that has ended."""

    def close(self) -> None:
        """End it."""


class Forked:
    """A forked process, with the interface of :class:`subprocess.Popen` that judges and jupyter_client use.

    Args:
        parent: what has forked it.
        pid: its number.
        descriptor: a descriptor of it.
        stdin: our end of its standard input, if that is a pipe.
        stdout: our end of its standard output, if that is a pipe.
        alone: whether the parent has no other child, and shall end with this one.
        kept: whether it is the keeper of the process that is meant.
    """

    def __init__(
        self,
        parent: Parent,
        pid: int,
        descriptor: int,
        stdin: IO[bytes] | None,
        stdout: IO[bytes] | None,
        *,
        alone: bool = False,
        kept: bool = False,
    ) -> None:
        self.pid = pid
        self.stdin, self.stdout, self.stderr = stdin, stdout, None
        self.returncode: int | None = None
        self._parent = parent
        self._alone = alone
        self._kept = kept
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """The exit status, or ``None`` while it lives."""
        with self._lock:
            if self.returncode is None and readable(self._descriptor, 0):
                # Until now it could not be reaped, so that its number was nobody else's.
                self.returncode = self._parent.reap(self.pid)
                os.close(self._descriptor)
                if self._alone:
                    self._parent.close()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it lives on.
        """
        if self.returncode is None:
            with contextlib.suppress(OSError, ValueError):  # another thread has just closed the descriptor
                readable(self._descriptor, timeout)
        status = self.poll()
        if status is None:
            raise subprocess.TimeoutExpired("softmark", timeout or 0.0)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended; what is kept gets it at once, and not by way of its keeper."""
        with self._lock:
            if self.returncode is not None:
                return
            kept = kept_by(self.pid) if self._kept and number not in (signal.SIGTERM, signal.SIGKILL) else None
            if kept is None:
                signal.pidfd_send_signal(self._descriptor, number)
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(kept, number)  # its number is nobody else's: its keeper has not reaped it

    def kill(self) -> None:
        """End it at once, and with it, if it is kept, all that it has started."""
        if self._kept:
            self.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.wait(_PATIENCE)
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)
