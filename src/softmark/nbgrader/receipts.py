"""What has been graded and written, so that what is unchanged need not even be looked at by nbgrader.

A receipt of a submission says: this is what was handed in, this is what it was graded with, this is what stands in
``autograded/`` and in the gradebook since. As long as all of it is still so, there is nothing to do.
"""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

from softmark.grading import Engine
from softmark.grading.packing import digest, pack, unpack
from softmark.grading.store import About, Kind, StoreFailed
from softmark.model import SubmissionResult
from softmark.model.plain import to_notebook_result, to_plain
from softmark.nbgrader.classroom import Assigned
from softmark.nbgrader.gradebook import Standing, standings
from softmark.nbgrader.plain_files import NotPlain, TooLarge, read_file

_CHANGING = re.compile(r" at 0x[0-9a-f]+")


class Receipts:
    """The receipts of an assignment's submissions.

    Args:
        whole: the assignment.
        engine: grades; its store keeps them.
    """

    def __init__(self, whole: Assigned, engine: Engine) -> None:
        self._whole = whole
        self._store = engine.store
        self._standings: dict[str, Standing] | None = None
        course = whole.course
        settings = json.dumps(course.app.config, sort_keys=True, default=repr)
        versions = (engine.version(source, whole.limits) for source in whole.sources)
        config = (course.root / "nbgrader_config.py").read_bytes()
        self._with = digest(_CHANGING.sub("", settings).encode(), config, *(name.encode() for name in versions))

    def find(self, student: str) -> SubmissionResult | None:
        """The result of a submission about which nothing has changed since it was graded."""
        known = self._store.get(Kind.RECEIPT, self._key(student)) if self._store is not None else None
        if known is None:
            return None
        if self._standings is None:
            self._standings = standings(self._whole.course.coursedir, self._whole.name)
        told = unpack(known)
        if told["state"] != self._state(student, self._standings.get(student)):
            return None
        return SubmissionResult(self._whole.name, student, tuple(map(to_notebook_result, told["notebooks"])))

    def write(self, result: SubmissionResult) -> None:
        """Remember that this result has just been written."""
        if self._store is None:
            return
        found = standings(self._whole.course.coursedir, self._whole.name, result.student)
        state = self._state(result.student, found.get(result.student))
        content = {"state": state, "notebooks": [to_plain(notebook) for notebook in result.notebooks]}
        about = About(self._whole.name, student=result.student)
        # Without a receipt the result is only written again; that the store fails has been told by then.
        with contextlib.suppress(StoreFailed):
            self._store.put(Kind.RECEIPT, self._key(result.student), pack(content), about)

    def _key(self, student: str) -> str:
        return digest(self._whole.name.encode(), student.encode())

    def _state(self, student: str, standing: Standing | None) -> str:
        """Everything that a receipt is about, as one name."""
        handed_in, written = (self._whole.folder(step, student) for step in ("submitted", "autograded"))
        parts = [_content(handed_in, self._whole.limits.submission_bytes), _stamps(written), repr(standing)]
        return digest(self._with.encode(), *(part.encode() for part in parts))


def _content(folder: Path, limit: int) -> str:
    """What is in a folder of a student's: of notebooks and small files what stands in them."""
    parts = []
    for path in sorted(folder.rglob("*")):
        parts.append(repr(path.relative_to(folder)).encode())
        try:
            parts.append(read_file(path, limit))
        except (NotPlain, TooLarge, OSError):
            status = path.lstat()
            parts.append(f"{status.st_mode} {status.st_size} {status.st_mtime_ns}".encode())
    return digest(*parts)


def _stamps(folder: Path) -> str:
    found = ((path, path.lstat()) for path in sorted(folder.rglob("*")))
    return repr([(str(path.relative_to(folder)), s.st_ino, s.st_size, s.st_mtime_ns) for path, s in found])
