"""A submission's notebook as others may look at it: text, PNG, JPEG and sanitised HTML, nothing else.

Formgrader shows ``autograded/`` in the instructor's own session: whatever runs there runs as the instructor.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

from softmark.messages import _
from softmark.pages.markdown import student_markdown
from softmark.pages.outputs import Purse, ShownLimits, dicts, joined, shown_outputs
from softmark.pages.pictures import Picture, picture
from softmark.pages.text import show_invisible

# nbformat's notebooks and cells are dictionaries with attributes and come without types.
Notebook = Any
Cell = Any
Trusted = Collection[int] | Callable[[Cell], bool]

_PLACEHOLDER = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
_ATTACHMENT = re.compile(r"attachment:([^\s)\"'>]+)")
_NAME = re.compile(r"[\w .()+-]{1,80}")
# nbgrader's templates write a grade_id into an attribute as it is.
_GRADE_ID = re.compile(r"[^<>\"'&`\s\x00-\x1f\x7f]{1,200}")
_NBGRADER_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "cell_type": str,
    "checksum": str,
    "grade": bool,
    "grade_id": str,
    "locked": bool,
    "points": (int, float),
    "schema_version": int,
    "solution": bool,
    "task": bool,
}
_MAX_OWN_METADATA = 1 << 20


def clean_notebook(nb: Notebook, trusted: Trusted = (), limits: ShownLimits | None = None) -> Notebook:
    """A copy of an executed notebook that can be shown in somebody else's browser session.

    All outputs are cleaned, whoever wrote the cell: they come out of the submission's kernel. Results of
    grading (:func:`softmark.pages.panel_output`) are to be put in afterwards.

    Args:
        nb: a notebook of nbformat 4; fields of the wrong type are dropped.
        trusted: positions of the cells whose source is the instructor's, or a predicate on the cell. Their
            source stays as it is; Markdown of others becomes HTML, invisible characters in code are shown.
        limits: how much is kept.
    """
    from nbformat import v4

    limits = limits or ShownLimits()
    purse = Purse(limits, limits.notebook_bytes, limits.tags)
    cells, added = [], 0
    for position, cell in enumerate(dicts(nb.get("cells"))):
        ours = trusted(cell) if callable(trusted) else position in trusted
        meta = _cell_metadata(cell.get("metadata"))
        if not ours and "nbgrader" not in meta:
            added += 1
            if added > limits.cells:
                continue
        cells.append(_cell(cell, meta, ours, f"cell-{position:05d}", limits, purse))
    if added > limits.cells:
        note = _("[{number} more cells are not shown]").format(number=added - limits.cells)
        cells.append(v4.new_markdown_cell(note, id="cells-not-shown"))
    clean = v4.new_notebook(cells=cells, metadata=_notebook_metadata(nb.get("metadata")))
    clean.nbformat_minor = 5
    return clean


def _cell(
    cell: Mapping[str, Any], meta: dict[str, Any], ours: bool, name: str, limits: ShownLimits, purse: Purse
) -> Cell:
    source, kind = joined(cell.get("source")), cell.get("cell_type")
    if kind == "code":
        shown = source if ours else show_invisible(source)
        if not ours and len(shown) > limits.source:
            shown = shown[: limits.source] + "\n# " + _("[the rest of this cell is not shown]")
        purse.open_cell()
        count = cell.get("execution_count")
        return _new_cell(
            "code",
            shown,
            name,
            meta,
            execution_count=count if type(count) is int else None,
            outputs=list(shown_outputs(dicts(cell.get("outputs")), limits, purse)),
        )
    pictures = _attachments(cell.get("attachments"))
    if ours and kind == "raw":
        return _new_cell("raw", source, name, meta)
    if ours and kind == "markdown":
        return _instructor_cell(source, name, meta, pictures)
    shown = student_markdown(source, pictures) if kind == "markdown" else student_markdown(_verbatim(source))
    return _new_cell("markdown", shown, name, meta)


def _new_cell(kind: str, source: str, name: str, meta: dict[str, Any], **fields: Any) -> Cell:
    """As nbformat's own functions make them; these validate each cell, and the notebook is validated as a whole."""
    from nbformat import from_dict

    return from_dict({"cell_type": kind, "id": name, "metadata": meta, "source": source, **fields})


def _verbatim(source: str) -> str:
    """Raw text as Markdown that shows it as it is."""
    return f"<pre>{escape(source).replace(chr(10), '&#10;')}</pre>"


def _instructor_cell(source: str, name: str, meta: dict[str, Any], pictures: Mapping[str, Picture]) -> Cell:
    from nbformat import from_dict

    cell = _new_cell("markdown", source, name, meta)
    # nbconvert ends with an error at an attachment that isn't there.
    attachments = {wanted: {"image/png": _PLACEHOLDER} for wanted in _ATTACHMENT.findall(source)}
    attachments |= {file: {image.mime: image.data} for file, image in pictures.items()}
    if attachments:
        cell.attachments = from_dict(attachments)
    return cell


def _attachments(found: object) -> dict[str, Picture]:
    pictures = {}
    for name, bundle in found.items() if isinstance(found, Mapping) else ():
        for mime, data in bundle.items() if isinstance(bundle, Mapping) else ():
            image = picture(mime, data)
            if image is not None and isinstance(name, str):
                pictures[name] = image
    return pictures


def _notebook_metadata(found: object) -> dict[str, Any]:
    meta = found if isinstance(found, Mapping) else {}
    kept: dict[str, Any] = {}
    for key, names in (
        ("kernelspec", ("name", "display_name", "language")),
        ("language_info", ("name", "version")),
    ):
        values = meta.get(key)
        texts = values if isinstance(values, Mapping) else {}
        texts = {name: texts[name] for name in names if isinstance(texts.get(name), str)}
        texts = {name: text for name, text in texts.items() if _NAME.fullmatch(text)}
        # nbformat requires these names of each.
        if "name" in texts and (key != "kernelspec" or "display_name" in texts):
            kept[key] = texts
    return kept


def _cell_metadata(found: object) -> dict[str, Any]:
    meta = found if isinstance(found, Mapping) else {}
    kept: dict[str, Any] = {}
    nbgrader = meta.get("nbgrader")
    if isinstance(nbgrader, Mapping) and _GRADE_ID.fullmatch(str(nbgrader.get("grade_id", ""))):
        kept["nbgrader"] = {
            key: nbgrader[key]
            for key, kind in _NBGRADER_TYPES.items()
            if key in nbgrader and isinstance(nbgrader[key], kind)
        }
    own = meta.get("softmark")
    if isinstance(own, Mapping) and len(json.dumps(own, default=str)) <= _MAX_OWN_METADATA:
        kept["softmark"] = dict(own)
    return kept
