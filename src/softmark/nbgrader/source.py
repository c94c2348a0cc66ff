"""Reads a source notebook the way the course's own ``nbgrader generate_assignment`` does."""

import copy
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from softmark.grading.source import SourceCell, SourceNotebook
from softmark.messages import _


class CourseError(Exception):
    """Something about the course itself keeps it from being graded; the text says what, and the next step."""


def load_source(coursedir: Any, parent: Any, assignment: str, notebook: str) -> SourceNotebook:
    """The source notebook with its released text, by nbgrader's own steps in the course's configuration.

    Args:
        coursedir: nbgrader's ``CourseDirectory``.
        parent: any traitlets ``Configurable``; its configuration sets delimiters, stubs and the header.
        assignment: name of the assignment.
        notebook: name of the notebook, without ``.ipynb``.

    Raises:
        CourseError: the notebook is missing, is not a notebook, or nbgrader's steps refuse it.
    """
    folder = Path(coursedir.format_path(coursedir.source_directory, student_id=".", assignment_id=assignment))
    path = folder / f"{notebook}.ipynb"
    if not folder.is_dir():
        raise CourseError(
            _("There is no assignment '{assignment}': {folder} does not exist.").format(
                assignment=assignment, folder=folder
            )
        )
    if not path.is_file():
        raise CourseError(
            _("'{notebook}' is not a notebook of '{assignment}': {path} does not exist.").format(
                notebook=notebook, assignment=assignment, path=path
            )
        )
    steps = _releasing_steps(parent, Path(coursedir.root))
    included = [Path(name) for step in steps for name in (_header(step), _footer(step)) if name]
    # The configuration belongs to the key: one process may serve two courses.
    settings = json.dumps(parent.config, sort_keys=True, default=repr)
    key = (settings, *(_stamp(file) for file in (path, *included)))
    known = _LOADED.get(path)
    if known is None or known[0] != key:
        cells, metadata = _run(steps, path, assignment, notebook)
        kernelspec = metadata.get("kernelspec", {})
        editable = _editable(parent, assignment)
        loaded = SourceNotebook(assignment, notebook, folder, cells, kernelspec, metadata, editable)
        known = _LOADED[path] = key, loaded
    return known[1]


# A class's submissions share their source: the notebook is released once, until it or the settings change.
_LOADED: dict[Path, tuple[object, SourceNotebook]] = {}


def _stamp(file: Path) -> tuple[str, int, int]:
    try:
        status = file.stat()
    except OSError as error:
        raise CourseError(_("{file} can't be read: {error}.").format(file=file, error=error.strerror)) from None
    return str(file), status.st_mtime_ns, status.st_size


def _header(step: Any) -> str:
    return str(getattr(step, "header", ""))


def _footer(step: Any) -> str:
    return str(getattr(step, "footer", ""))


def _releasing_steps(parent: Any, root: Path) -> list[Any]:
    """The preprocessors of ``generate_assignment`` in the course's order, without those that write grades."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import IncludeHeaderFooter, SaveCells
    from traitlets.utils.importstring import import_item

    configured = GenerateAssignment(parent=parent).preprocessors
    classes = [import_item(item) if isinstance(item, str) else item for item in configured]
    steps = [step(parent=parent) for step in classes if not issubclass(step, SaveCells)]
    for step in steps:
        # nbgrader reads these relative to the course, which is its working directory; ours may be another.
        if isinstance(step, IncludeHeaderFooter):
            step.header = str(root / step.header) if step.header else ""
            step.footer = str(root / step.footer) if step.footer else ""
    return steps


def _editable(parent: Any, assignment: str) -> frozenset[str]:
    """The files of an assignment of which nbgrader keeps the student's version."""
    from nbgrader.converters import Autograde

    names = Autograde(parent=parent).exclude_overwriting.get(assignment, ())
    # Not made any nicer: nbgrader, which fills autograded/, takes "./data.csv" for no file at all.
    return frozenset(str(name).replace(os.sep, "/") for name in names)


def _run(steps: list[Any], path: Path, assignment: str, name: str) -> tuple[tuple[SourceCell, ...], dict[str, Any]]:
    from nbgrader.nbgraderformat import MetadataValidator
    from nbgrader.preprocessors import IncludeHeaderFooter, InstantiateTests

    notebook = _read(path)
    MetadataValidator().upgrade_notebook_metadata(notebook)
    resources: dict[str, Any] = {
        "unique_key": name,
        "metadata": {"name": name, "path": str(path.parent)},
        "nbgrader": {"assignment": assignment, "notebook": name, "student": "."},
    }
    first = [step for step in steps if isinstance(step, IncludeHeaderFooter | InstantiateTests)]
    try:
        for step in first:
            notebook, resources = step(notebook, resources)
        full = copy.deepcopy(notebook)
        for step in steps:
            if step not in first:
                notebook, resources = step(notebook, resources)
    except Exception as error:
        # nbgrader's steps raise bare RuntimeErrors, ValueErrors and its own; all are about the source.
        raise CourseError(
            _("{path} can't be released: {error}. Mend it, then run 'nbgrader generate_assignment'.").format(
                path=path, error=str(error).strip().rstrip(".") or type(error).__name__
            )
        ) from error
    if len(full.cells) != len(notebook.cells):
        raise CourseError(
            _(
                "{path} can't be graded: a step of 'GenerateAssignment.preprocessors' adds or removes cells. "
                "Keep to nbgrader's own steps."
            ).format(path=path)
        )
    pairs = enumerate(zip(full.cells, notebook.cells, strict=True))
    cells = tuple(_cell(index, before, after) for index, (before, after) in pairs)
    _refuse_twins(path, cells)
    return cells, _plain(notebook.metadata)


def _read(path: Path) -> Any:
    import nbformat

    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError) as error:
        raise CourseError(
            _("{path} is not a notebook that can be read ({error}). Open it in JupyterLab and save it.").format(
                path=path, error=type(error).__name__
            )
        ) from error
    return notebook


def _cell(position: int, before: Any, after: Any) -> SourceCell:
    from nbgrader import utils

    marks = after.metadata.get("nbgrader", {})
    grade, task = bool(utils.is_grade(after)), bool(utils.is_task(after))
    known = grade or task or utils.is_solution(after) or utils.is_locked(after)
    return SourceCell(
        grade_id=str(marks.get("grade_id", "")) if known else "",
        cell_type=after.cell_type,
        source=before.source,
        released=after.source,
        locked=bool(utils.is_locked(after)),
        grade=grade,
        solution=bool(utils.is_solution(after)),
        task=task,
        points=float(marks.get("points", 0) or 0) if grade or task else 0.0,
        position=position,
        metadata=_plain(after.metadata),
        attachments=_plain(after.get("attachments", {})),
    )


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node


def _refuse_twins(path: Path, cells: Iterable[SourceCell]) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell.grade_id and cell.grade_id in seen:
            raise CourseError(
                _("{path} has two cells called '{grade_id}'. Give one of them another name.").format(
                    path=path, grade_id=cell.grade_id
                )
            )
        seen.add(cell.grade_id)
