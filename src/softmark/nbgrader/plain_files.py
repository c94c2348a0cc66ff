"""Files of a stranger: read without following links, without waiting, and no more than a bound."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from softmark.messages import _

_MEBIBYTE = 1 << 20
# Linux and macOS have these; a system without them has no such links or pipes.
_SAFELY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class NotPlain(Exception):
    """A link, a folder, a pipe, a device: anything but a plain file."""


class TooLarge(Exception):
    """A file with more bytes than are taken."""


def read_file(path: Path, limit: int) -> bytes:
    """The bytes of a plain file.

    Raises:
        NotPlain: it is none.
        TooLarge: it has more than ``limit`` bytes.
        OSError: it isn't there, or can't be read.
    """
    with open_file(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLarge
    return data


def open_file(path: Path) -> BinaryIO:
    """A plain file, open for reading.

    Raises:
        NotPlain: it is none.
        OSError: it isn't there, or can't be read.
    """
    try:
        descriptor = os.open(path, _SAFELY)
    except OSError as error:
        # A link, a socket, a device without a driver.
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.ENODEV):
            raise NotPlain from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotPlain
    return os.fdopen(descriptor, "rb")


@dataclass(frozen=True)
class CopyBounds:
    """How much of a submission's other files is taken.

    Attributes:
        file_bytes: bytes of one file.
        total_bytes: bytes of all files.
        files: number of files.
    """

    file_bytes: int
    total_bytes: int
    files: int = 10_000


def copy_files(folder: Path, destination: Path, bounds: CopyBounds, ignored: Callable[[str], bool]) -> tuple[str, ...]:
    """Copy a submission's plain files, but no notebooks, into a folder of ours.

    Args:
        folder: the submission.
        destination: made if it does not exist; files of the same names are replaced.
        bounds: files that go beyond are left out.
        ignored: tells for a path (file or folder) whether the course ignores it.

    Returns:
        One sentence for each file that was left out although the course does not ignore it.
    """
    left_out: list[str] = []
    files = total = 0
    for here, folders, names in _walk(folder):
        folders[:] = [name for name in folders if not ignored(os.path.join(here, name))]
        left_out += [_link(name) for name in folders if os.path.islink(os.path.join(here, name))]
        for name in names:
            path = Path(here, name)
            if name.endswith(".ipynb") or ignored(str(path)):
                continue
            files += 1
            if files > bounds.files:
                note = _("Only the first {number} of your files were taken.")
                return (*left_out, note.format(number=bounds.files))
            size = min(bounds.file_bytes, bounds.total_bytes - total)
            try:
                total += _copy(path, destination / path.relative_to(folder), size)
            except NotPlain:
                left_out.append(_link(name))
            except TooLarge:
                left_out.append(_("Your file {name} is too large; it was left out.").format(name=_quoted(name)))
            except OSError:
                left_out.append(_("Your file {name} could not be read.").format(name=_quoted(name)))
    return tuple(left_out)


def fingerprint(folder: Path, files: int) -> str:
    """Tells whether :func:`copy_files` would find the same files again: by names, sizes and times of change.

    Args:
        folder: the submission.
        files: number of files that are looked at.
    """
    digest = blake2b(digest_size=16)
    walk = ((here, name) for here, _folders, names in _walk(folder) for name in names)
    paths = (Path(here, name) for here, name in walk if not name.endswith(".ipynb"))
    for path in islice(paths, files + 1):
        with contextlib.suppress(OSError):
            status = path.lstat()
            digest.update(f"{path!a} {status.st_mode} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """:func:`os.walk`, always in the same order."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield here, folders, sorted(names)


def _link(name: str) -> str:
    return _("{name} is a link or a device, not a file; it was left out.").format(name=_quoted(name))


def _quoted(name: str) -> str:
    """A file name for a sentence: no line break or direction mark gets into a log or a page."""
    return ascii(name[:80])


def _copy(path: Path, target: Path, limit: int) -> int:
    with open_file(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise TooLarge
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
        copied = 0
        with target.open("xb") as copy:
            while chunk := file.read(_MEBIBYTE):
                copied += len(chunk)
                if copied > limit:  # it grew while it was read
                    break
                copy.write(chunk)
    if copied > limit:
        target.unlink()
        raise TooLarge
    return copied
