"""Files that commands write for people."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from softmark.messages import _

if TYPE_CHECKING:
    from softmark.nbgrader.source import CourseError


def refuse_unwritable(target: Path) -> None:
    """Find out before a class is graded; the file itself stays as it is.

    Raises:
        CourseError: it cannot be written.
    """
    from softmark.nbgrader.source import CourseError

    folder = target.absolute().parent
    if not folder.is_dir():
        raise CourseError(_("{path} cannot be written: its folder does not exist.").format(path=target))
    try:
        if target.is_file():
            target.open("ab").close()
        elif not target.exists():
            TemporaryFile(dir=folder).close()
    except OSError as error:
        raise _unwritable(target, error) from None


def write_text(target: Path, text: str) -> None:
    """Write a file.

    Raises:
        CourseError: it cannot be written.
    """
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(target, error) from None


def _unwritable(target: Path, error: OSError) -> CourseError:
    from softmark.nbgrader.source import CourseError

    return CourseError(_("{path} cannot be written: {reason}.").format(path=target, reason=error.strerror))
