"""Reads a submitted notebook, or says in a sentence why it can't be read."""

import json
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from softmark.grading.matching import plain_text
from softmark.grading.mend import Mended, mend
from softmark.grading.source import SourceNotebook
from softmark.messages import _
from softmark.nbgrader.plain_files import NotPlain, TooLarge, read_file

_MEBIBYTE = 1 << 20


class UnreadableSubmission(Exception):
    """A file that was handed in can't be graded; the text tells its author why, and what to do."""


def read_submission(path: Path, source: SourceNotebook, limit: int) -> NotebookNode:
    """A submitted notebook in nbformat 4; what stands in its cells is not checked.

    Args:
        path: the file.
        source: the notebook that it should be an answer to.
        limit: bytes that are read at most.

    Raises:
        UnreadableSubmission: it is no plain file, too large, no notebook, or another one.
    """
    raw = _parse(_read(path, limit))
    if "worksheets" in raw or raw.get("nbformat") in (1, 2, 3):
        raw = _upgrade(raw)
    if not isinstance(raw.get("cells"), list):
        raise _no_notebook()
    if not count_known(raw, source):
        raise UnreadableSubmission(
            _(
                "The notebook that you handed in holds none of the cells of '{notebook}'. "
                "Work in the notebook that you were given, and hand that in."
            ).format(notebook=source.notebook)
        )
    # Shallow on purpose: JSON that is nested deeper than Python can recurse is legal, too.
    return NotebookNode(raw)


def read_mended(path: Path, source: SourceNotebook, limit: int) -> Mended:
    """A submitted notebook in the source's shape; arguments and errors as in :func:`read_submission`."""
    handed = read_submission(path, source, limit)
    try:
        return mend(handed, source)
    except Exception as error:  # a fault of ours, on a notebook that nobody has thought of: it stops nobody else's
        told = _("softmark itself failed on this notebook ({error}). That is not your fault, and your teacher sees it.")
        raise UnreadableSubmission(told.format(error=f"{type(error).__name__}: {error}"[:200])) from error


def count_known(raw: dict[str, Any], source: SourceNotebook) -> int:
    """How many cells of the source a notebook has: by name, or by text as released."""
    texts = {plain_text(cell.released): cell.grade_id for cell in source.marked}
    texts.pop("", None)
    found = set()
    for cell in raw.get("cells", ()):
        if not isinstance(cell, dict):
            continue
        metadata = cell.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        name = marks.get("grade_id") if isinstance(marks, dict) else None
        if isinstance(name, str) and source.cell(name) is not None:
            found.add(name)
            continue
        text = cell.get("source")
        if isinstance(text, list):
            text = "".join(line for line in text if isinstance(line, str))
        if isinstance(text, str) and plain_text(text) in texts:
            found.add(texts[plain_text(text)])
    return len(found)


def _read(path: Path, limit: int) -> bytes:
    try:
        return read_file(path, limit)
    except NotPlain:
        sentence = _("What you handed in is a link or a folder, not a notebook. Hand in the notebook itself.")
    except TooLarge:
        sentence = _(
            "The notebook that you handed in is larger than {limit:.0f} MB. "
            "Clear its outputs, remove large pictures, and hand it in again."
        ).format(limit=limit / _MEBIBYTE)
    except FileNotFoundError:
        sentence = _("This notebook was not handed in.")
    except OSError as error:
        sentence = _("The file that you handed in could not be read ({reason}).").format(reason=error.strerror)
    raise UnreadableSubmission(sentence)


def _no_notebook() -> UnreadableSubmission:
    return UnreadableSubmission(
        _("What you handed in is not a notebook. Save your notebook in JupyterLab, and hand that in.")
    )


def _parse(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise UnreadableSubmission(
            _("The file that you handed in is empty. Save the notebook in JupyterLab and hand it in again.")
        )
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableSubmission(
            _(
                "The file that you handed in is damaged: it is not JSON, as notebooks are. "
                "Open it in JupyterLab, save it, and hand it in again."
            )
        ) from None
    if not isinstance(raw, dict):
        raise _no_notebook()
    return raw


def _upgrade(raw: dict[str, Any]) -> dict[str, Any]:
    import nbformat

    try:
        return dict(nbformat.convert(nbformat.from_dict(raw), 4))
    except Exception:  # nbformat's converters raise whatever an unexpected shape leads them to
        raise UnreadableSubmission(
            _(
                "The notebook that you handed in is in an old format that could not be read. "
                "Open it in JupyterLab, save it, and hand it in again."
            )
        ) from None
