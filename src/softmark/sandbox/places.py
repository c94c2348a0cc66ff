"""Throw-away folders: all in one of this process's own, so that nothing is left behind, however it ends."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "softmark-"
_LOCK: Final = "in-use"
_LONGEST: Final = 60
"""Characters of the usual place's path: those of the sockets in it have 107 at most (Linux)."""


def new_folder(name: str) -> Path:
    """A new folder, there until this process ends."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_OURS.folder()))


@contextmanager
def temporary_folder(name: str) -> Iterator[Path]:
    """A new folder for a while."""
    folder = new_folder(name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def leave() -> None:
    """Remove all folders of this process."""
    _OURS.leave()


class _Ours:
    """The folder of this process, made when it is first needed."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._owner = 0
        self._lock: IO[bytes] | None = None
        self._guard = threading.Lock()

    def folder(self) -> Path:
        with self._guard:
            if self._folder is None or self._owner != os.getpid():
                usual = tempfile.gettempdir()
                place = Path("/tmp" if os.name == "posix" and len(usual) > _LONGEST else usual)  # noqa: S108  (a new one)
                _sweep(place)
                self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
                self._folder.chmod(0o711)  # a submission's own user passes through
                self._owner = os.getpid()
                self._lock = _locked(self._folder / _LOCK)
            return self._folder

    def leave(self) -> None:
        with self._guard:
            if self._folder is not None and self._owner == os.getpid():
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None
                if self._lock is not None:
                    self._lock.close()


def _locked(path: Path) -> IO[bytes] | None:
    """The file, locked as long as it is open; ``None`` if another process has it."""
    try:
        import fcntl
    except ImportError:  # no locks, no sweeping
        return None
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _sweep(place: Path) -> None:
    """Remove what processes have left that were killed: their folders are locked by nobody."""
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            mine = not folder.is_symlink() and folder.stat().st_uid == os.geteuid()
            if mine and (folder / _LOCK).is_file() and (lock := _locked(folder / _LOCK)) is not None:
                with lock:
                    shutil.rmtree(folder, ignore_errors=True)


_OURS: Final = _Ours()
atexit.register(leave)
