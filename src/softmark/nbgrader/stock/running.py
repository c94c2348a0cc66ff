"""Lays out throw-away copies, and has stock nbgrader grade them in a child process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from softmark.grading.files import copy_tree
from softmark.grading.notebooks import seed_of
from softmark.messages import _
from softmark.nbgrader.autograding import bounds_of
from softmark.nbgrader.classroom import Assigned
from softmark.nbgrader.course_folder import ignores
from softmark.nbgrader.plain_files import copy_files
from softmark.nbgrader.source import CourseError
from softmark.nbgrader.stock.told import StockResult, from_plain
from softmark.sandbox.places import temporary_folder
from softmark.sandbox.tier import tier


class StockFailed(CourseError):
    """Stock nbgrader could not grade the assignment at all; the text says what it said."""


@dataclass(frozen=True)
class Copy:
    """A submission to be graded.

    Attributes:
        name: under which it is graded; decides the seed, as a student's name does.
        notebooks: name -> the notebook's bytes, as it was handed in.
        files: folder with what was handed in beside them, or ``None``.
    """

    name: str
    notebooks: Mapping[str, bytes]
    files: Path | None = None


def grade_copies(whole: Assigned, copies: Sequence[Copy]) -> Iterator[StockResult]:
    """What stock nbgrader gives; one result for each copy, in order, as soon as it is there.

    Its kernels run behind softmark's walls; the rest of nbgrader runs in a process of its own, which sees the course's
    settings without softmark's, and a folder in the place of the course's. Limits of time are nbgrader's own.

    Raises:
        StockFailed: nbgrader could not release the assignment, or ended.
    """
    with temporary_folder("stock") as course:
        _lay_out(whole, copies, course)
        job = {
            "course": str(whole.course.root),
            "folder": str(course),
            "assignment": whole.name,
            "seeds": {copy.name: seed_of(whole.name, copy.name) for copy in copies},
            "limits": asdict(whole.limits),
            "tier": tier().value,
        }
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "softmark.nbgrader.stock"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=whole.course.root,
                text=True,
            )
            with process:
                try:
                    yield from _answers(process, job, len(copies), log)
                except BaseException:
                    process.kill()
                    raise


def _answers(
    process: subprocess.Popen[str], job: Mapping[str, Any], number: int, log: IO[bytes]
) -> Iterator[StockResult]:
    if process.stdin is None or process.stdout is None:  # never: they are pipes
        raise StockFailed
    process.stdin.write(json.dumps(job))
    process.stdin.close()
    released = _next(process.stdout, log)["release"]
    if released:
        text = _("nbgrader itself cannot release '{name}'. It ended with: {reason}")
        raise StockFailed(text.format(name=job["assignment"], reason=released))
    for _place in range(number):
        yield from_plain(_next(process.stdout, log))


def _next(answers: IO[str], log: IO[bytes]) -> dict[str, Any]:
    line = answers.readline()
    if not line:
        log.seek(0)
        last = next(reversed(log.read().decode("utf-8", "replace").splitlines()), "")
        raise StockFailed(_("nbgrader's own process ended. The last that it said: {reason}").format(reason=last))
    return dict(json.loads(line))


def _lay_out(whole: Assigned, copies: Sequence[Copy], course: Path) -> None:
    folder = whole.sources[0].folder
    source = course / "source" / whole.name
    source.mkdir(parents=True)
    copy_tree(folder, source)  # hidden/, too, as nbgrader has it: nothing that a submission prints leaves this folder
    for notebook in whole.sources:
        shutil.copyfile(folder / f"{notebook.notebook}.ipynb", source / f"{notebook.notebook}.ipynb")
    coursedir = whole.course.coursedir
    ignored = list(coursedir.ignore)
    for copy in copies:
        target = course / "submitted" / copy.name / whole.name
        target.mkdir(parents=True)
        if copy.files is not None:
            bounds = bounds_of(coursedir, whole.limits)
            copy_files(copy.files, target, bounds, lambda path: ignores(ignored, path))
        for name, data in copy.notebooks.items():
            (target / f"{name}.ipynb").write_bytes(data)
