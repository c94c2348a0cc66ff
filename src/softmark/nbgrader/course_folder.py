"""nbgrader's ``CourseDirectory``, for folders with what students wrote in them."""

import glob
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_ignored, parse_utc

from softmark.nbgrader.plain_files import NotPlain, TooLarge, read_file
from softmark.testing.hidden import KEPT_BACK

_TIMESTAMP_BYTES = 200


class WaryCourseDirectory(CourseDirectory):  # type: ignore[misc]  # nbgrader has no types
    """The same course; reads no timestamp through a link, from a pipe, or of any length.

    nbgrader would wait for ever for a pipe called ``timestamp.txt``, and end with an error at one without date.
    """

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """The time of a submission, or ``None`` if it has none that can be read."""
        path = Path(dest_path, "timestamp.txt")
        try:
            text = read_file(path, _TIMESTAMP_BYTES).decode("utf-8").strip()
            timestamp: datetime | None = parse_utc(text) if text else None
        except FileNotFoundError:
            return None
        except (NotPlain, TooLarge, OSError, ValueError, OverflowError, TypeError):
            self.log.warning("The submission's timestamp can't be read: %s", path)
            return None
        return timestamp


def wary(coursedir: Any) -> WaryCourseDirectory:
    """The same course folder with the same settings, read warily."""
    values = {name: getattr(coursedir, name) for name in coursedir.trait_names(config=True)}
    return WaryCourseDirectory(parent=coursedir.parent, **values)


def coursedir_of(configurable: Any) -> Any:
    """The course folder that a step of nbgrader's works for."""
    while not hasattr(configurable, "coursedir"):
        configurable = configurable.parent
    return configurable.coursedir


def folders_of(coursedir: Any, step: str, student: str, assignment: str) -> list[dict[str, str]]:
    """Whose folders of a step there are, wherever the course's ``directory_structure`` has them.

    Args:
        coursedir: nbgrader's ``CourseDirectory``.
        step: name of the step's folder.
        student: a student's id, or ``"*"`` for all.
        assignment: an assignment's name, or ``"*"`` for all.

    Returns:
        For each folder the ``student_id`` and ``assignment_id`` in its path, as far as they were asked for with a
        ``"*"``; sorted by them.
    """
    asked = {"student_id": student, "assignment_id": assignment}
    parts = {key: f"(?P<{key}>[^/]+)" if value == "*" else re.escape(value) for key, value in asked.items()}
    pattern = re.compile(coursedir.format_path(step, **parts, escape=True))
    paths = [path for path in glob.glob(coursedir.format_path(step, **asked)) if os.path.isdir(path)]
    found = [match.groupdict() for match in map(pattern.fullmatch, paths) if match]
    return sorted(found, key=lambda names: sorted(names.items()))


def hidden_patterns(coursedir: Any, assignment: str) -> list[str]:
    """What keeps nbgrader from copying the instructor's own from ``source/<assignment>``, see :func:`exactly`."""
    source = coursedir.format_path(coursedir.source_directory, student_id=".", assignment_id=assignment)
    return [exactly(os.path.join(source, name)) for name in KEPT_BACK]


def exactly(folder: str) -> str:
    """A pattern for ``CourseDirectory.ignore`` that means one folder, and no other that has its name.

    nbgrader matches patterns against the names in a file's folder; an absolute path, escaped, matches itself
    alone. It must be spelt as nbgrader spells it (with ``/./``, say).
    """
    return glob.escape(folder)


def ignores(patterns: list[str], path: str) -> bool:
    """Whether the course ignores files and folders of that name."""
    return bool(is_ignored(path, patterns))
