"""One writer at a time: whoever grades a course waits until another run has finished with it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_LOCK: Final = Path(".softmark", "lock")


@contextmanager
def turn(root: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Be the only one who writes grades of a course. Ends with the process, however that ends.

    Args:
        root: the course's folder.
        waits: called if somebody else is at it; then it waits.
    """
    try:
        import fcntl
    except ImportError:  # Windows: as nbgrader itself, without protection
        yield
        return
    path = root / _LOCK
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_UN)
