"""Guards ``nbgrader generate_assignment``: nothing hidden gets into ``release/``."""

import base64
import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException

from softmark.grading import SourceCell, SourceNotebook
from softmark.messages import _
from softmark.nbgrader.course_folder import hidden_patterns
from softmark.nbgrader.source import CourseError, load_source

# nbgrader takes only its exact words for a delimiter, and releases what stands between misspelt ones.
_MARKER = re.compile(r"^\W*(BEGIN|END)\W+(HIDDEN|SOLUTION|MARK)\b.*$", re.IGNORECASE | re.MULTILINE)
_TELLING = 16


class WithoutHidden(NotebookExporter):  # type: ignore[misc]  # nbconvert has no types
    """Writes notebooks, and keeps the ``hidden`` folder of ``source/<assignment>`` from being copied with them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hasattr(self.parent, "coursedir"):
            self._keep_hidden(self.parent)

    def _keep_hidden(self, converter: Any) -> None:
        coursedir = converter.coursedir
        for assignment in _assignments(converter):
            new = [one for one in hidden_patterns(coursedir, assignment) if one not in coursedir.ignore]
            coursedir.ignore = [*coursedir.ignore, *new]


class ReleaseExporter(WithoutHidden):
    """Writes the students' version, once it is certain that it tells nothing that is hidden."""

    def _keep_hidden(self, converter: Any) -> None:
        super()._keep_hidden(converter)
        try:
            for folder, notebooks in converter.assignments.items():
                for path in notebooks:
                    refuse_leaks(
                        load_source(converter.coursedir, self, _assignment(converter, folder), Path(path).stem)
                    )
        except CourseError as error:
            # Before anything is written, and in one sentence.
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None


def refuse_leaks(source: SourceNotebook) -> None:
    """Look for hidden text in everything that students would get.

    Raises:
        CourseError: there is some; says where.
    """
    tests = {name for cell in source.cells for name in _hidden_tests(cell)}
    lines = {line for cell in source.cells for line in hidden_lines(cell)}
    for cell in source.cells:
        where = cell.grade_id or _("number {number}").format(number=cell.position + 1)
        marker = _MARKER.search(cell.released)
        if marker is not None:
            raise CourseError(
                _(
                    "Cell {cell} of '{notebook}' would be released with the line '{line}': nbgrader does not know "
                    "it as a delimiter. Spell it as in '### BEGIN HIDDEN TESTS' or '### BEGIN SOLUTION'."
                ).format(cell=where, notebook=source.notebook, line=marker[0].strip())
            )
        shown = sorted(tests & set(_TEST.findall(cell.released)))
        shown += _found(lines, [cell.metadata, cell.attachments])
        if shown:
            raise CourseError(
                _(
                    "Cell {cell} of '{notebook}' would show students what is hidden elsewhere: '{text}'. "
                    "Remove it there."
                ).format(cell=where, notebook=source.notebook, text=shown[0])
            )
    if found := _found(lines, source.metadata):
        raise CourseError(
            _(
                "The metadata of '{notebook}' would show students what is hidden: '{text}'. "
                "Remove it there (in JupyterLab: Property Inspector, Advanced Tools)."
            ).format(notebook=source.notebook, text=found[0])
        )


def _found(lines: set[str], value: Any) -> list[str]:
    """The lines that stand somewhere in JSON, plain or coded as attachments are."""
    texts = list(_strings(value))
    for text in tuple(texts):
        with contextlib.suppress(ValueError):
            texts.append(base64.b64decode(text, validate=True).decode("utf-8"))
    return sorted(line for line in lines if any(line in text for text in texts))


_TEST = re.compile(r"\b(test_\w+)")


def hidden_lines(cell: SourceCell) -> Iterator[str]:
    """The lines of a test cell that are not released, as far as they are long enough to tell something."""
    if cell.grade and not cell.solution:
        kept = {line.strip() for line in cell.released.splitlines()}
        for line in cell.source.splitlines():
            if len(line.strip()) >= _TELLING and line.strip() not in kept and not _MARKER.match(line):
                yield line.strip()


def _hidden_tests(cell: SourceCell) -> set[str]:
    """The names of hidden test functions."""
    if not cell.grade or cell.solution:
        return set()
    return set(re.findall(r"^def (test_\w+)", cell.source, re.MULTILINE)) - set(_TEST.findall(cell.released))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _assignments(converter: Any) -> set[str]:
    return {_assignment(converter, folder) for folder in converter.assignments}


def _assignment(converter: Any, folder: str) -> str:
    coursedir = converter.coursedir
    pattern = coursedir.format_path(coursedir.source_directory, ".", "(?P<assignment_id>.*)", escape=True)
    found = re.match(pattern, folder)
    return found["assignment_id"] if found else os.path.basename(folder)
