"""Results that need not be worked out again, by what went into them.

A folder of files, each with one entry: a line that says what it is, a seal, and the content. The seal is made with a
key that only the grader can read: an entry that is damaged, forged or put in another's place is none. Files are written
beside their place and then moved there, so that a run that is killed leaves whole entries only.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

_FIRST: Final = "softmark 1 "
_KEY_BYTES: Final = 32
_SEAL: Final = "blake2b"
_SEAL_BYTES: Final = 64
_UNFINISHED: Final = ".new-"
_ABANDONED: Final = 3_600.0
"""Seconds after which a file that nobody has finished writing was left behind by a run that was killed."""


class Kind(StrEnum):
    """What an entry is."""

    RESULT = "result"
    TRANSCRIPT = "transcript"
    CONTROL = "control"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class About:
    """Whose entry it is; a control is nobody's."""

    assignment: str
    notebook: str = ""
    student: str = ""


@dataclass(frozen=True)
class Entry:
    """What is known of an entry without reading its content.

    Attributes:
        kind: what it is.
        about: whose it is.
        path: its file.
        size: bytes of the file.
        used: when it was last made or asked for, in seconds since 1970.
    """

    kind: Kind
    about: About
    path: Path
    size: int
    used: float


class StoreFailed(Exception):
    """The store cannot be used; the text says why."""


class Store:
    """A result store in a folder, which is made if need be, and the one around it. Threads and processes may share it.

    Raises:
        StoreFailed: the folder or its key cannot be read, or made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.parent.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            self._key = _key(folder / "key")
        except OSError as error:
            raise StoreFailed(f"{folder}: {error.strerror}") from error

    def get(self, kind: Kind, key: str) -> bytes | None:
        """An entry's content; ``None`` if there is none, or if its seal is not ours."""
        path = self._path(kind, key)
        try:
            head, seal, content = _read(path)
            if not hmac.compare_digest(seal, self._seal(kind, key, head, content)):
                return None
            found = zlib.decompress(content)
            os.utime(path)
        except (OSError, ValueError, zlib.error):
            return None
        return found

    def put(self, kind: Kind, key: str, content: bytes, about: About) -> None:
        """Keep an entry.

        Raises:
            StoreFailed: it could not be written; what was there before still is.
        """
        path = self._path(kind, key)
        head = json.dumps({"kind": kind, **asdict(about)}).encode()
        packed = zlib.compress(content, 1)
        try:
            for folder in (path.parent.parent, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED, delete=False) as file:
                try:
                    file.write(_FIRST.encode() + head + b"\n" + self._seal(kind, key, head, packed) + packed)
                    file.flush()
                    os.replace(file.name, path)
                except BaseException:
                    with contextlib.suppress(OSError):
                        os.unlink(file.name)
                    raise
        except OSError as error:
            raise StoreFailed(f"{path.parent}: {error.strerror}") from error

    def entries(self) -> Iterator[Entry]:
        """All entries, sorted by their files' names; what is no entry is left out."""
        for path in sorted(self._folder.glob("*/??/*")):
            try:
                with path.open("rb") as file:
                    first, status = file.readline(1 << 16), os.fstat(file.fileno())
                told = json.loads(first.decode().removeprefix(_FIRST))
                yield Entry(Kind(told.pop("kind")), About(**told), path, status.st_size, status.st_mtime)
            except (OSError, ValueError, TypeError, AttributeError, KeyError):
                continue

    def remove(self, entry: Entry) -> None:
        """Forget an entry."""
        entry.path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what killed runs have left half-written."""
        for path in self._folder.glob(f"*/??/{_UNFINISHED}*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()

    def _path(self, kind: Kind, key: str) -> Path:
        return self._folder / kind / key[:2] / key[2:]

    def _seal(self, kind: Kind, key: str, head: bytes, content: bytes) -> bytes:
        made = hmac.new(self._key, f"{kind} {key} ".encode() + head + b"\n", _SEAL)
        made.update(content)
        return made.digest()


def _read(path: Path) -> tuple[bytes, bytes, bytes]:
    """An entry's first line, seal and content.

    Raises:
        OSError: it is not there, or can't be read.
        ValueError: it is no entry.
    """
    first, _end, rest = path.read_bytes().partition(b"\n")
    if not first.startswith(_FIRST.encode()) or len(rest) < _SEAL_BYTES:
        raise ValueError(path)
    return first.removeprefix(_FIRST.encode()), rest[:_SEAL_BYTES], rest[_SEAL_BYTES:]


def _key(path: Path) -> bytes:
    """The key of a store, made by whoever comes first."""
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED) as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    found = path.read_bytes()
    if len(found) != _KEY_BYTES:
        raise OSError(0, "the key is damaged; remove the folder, and it begins anew", str(path))
    return found
