"""A submission's notebook as others may look at it: text, PNG, JPEG and sanitised HTML, nothing else.

Formgrader shows ``autograded/`` in the instructor's own session: whatever runs there runs as the instructor.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from softmark.messages import _
from softmark.pages.markdown import student_markdown
from softmark.pages.markup import clean_foreign_html
from softmark.pages.pictures import Picture, picture
from softmark.pages.text import clean_block, clean_text, show_invisible

# nbformat's notebooks and cells are dictionaries with attributes and come without types.
Notebook = Any
Cell = Any
Trusted = Collection[int] | Callable[[Cell], bool]


@dataclass(frozen=True)
class ShownLimits:
    """How much of a submission is shown.

    Attributes:
        outputs: outputs of one cell.
        text: characters of one output's text.
        cell_bytes: characters of all outputs of one cell, pictures in base64.
        notebook_bytes: the same for all cells together.
        tags: HTML tags of all outputs together; cleaning them takes time.
        cells: cells that the student added.
        source: characters of a cell that the student wrote.
    """

    outputs: int = 60
    text: int = 40_000
    cell_bytes: int = 4 << 20
    notebook_bytes: int = 24 << 20
    tags: int = 60_000
    cells: int = 500
    source: int = 200_000


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
    purse = _Purse(limits, limits.notebook_bytes, limits.tags)
    cells, added = [], 0
    for position, cell in enumerate(_dicts(nb.get("cells"))):
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


def clean_outputs(outputs: Iterable[Mapping[str, Any]], limits: ShownLimits | None = None) -> list[Cell]:
    """The outputs of one cell, cleaned as :func:`clean_notebook` does."""
    limits = limits or ShownLimits()
    purse = _Purse(limits, limits.notebook_bytes, limits.tags)
    purse.open_cell()
    return list(_outputs(_dicts(list(outputs)), limits, purse))


@dataclass
class _Purse:
    """What may still be shown of this notebook."""

    limits: ShownLimits
    notebook: int
    tags: int
    cell: int = field(default=0)

    def open_cell(self) -> None:
        self.cell = self.limits.cell_bytes

    def pay(self, size: int) -> bool:
        if size > min(self.cell, self.notebook):
            return False
        self.cell -= size
        self.notebook -= size
        return True


def _cell(
    cell: Mapping[str, Any], meta: dict[str, Any], ours: bool, name: str, limits: ShownLimits, purse: _Purse
) -> Cell:
    source, kind = _joined(cell.get("source")), cell.get("cell_type")
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
            outputs=list(_outputs(_dicts(cell.get("outputs")), limits, purse)),
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


def _outputs(found: list[Mapping[str, Any]], limits: ShownLimits, purse: _Purse) -> Iterator[Cell]:
    from nbformat import v4

    def note(text: str) -> Cell:
        return v4.new_output("stream", name="stdout", text=text + "\n")

    for shown, output in enumerate(_merged_streams(found)):
        if shown >= limits.outputs:
            yield note(_("[output cut: this cell gave out more than {number} outputs]").format(number=limits.outputs))
            return
        clean = _output(output, limits, purse)
        if clean is None:
            continue
        if not purse.pay(len(json.dumps(clean))):
            yield note(_("[output cut: too large]"))
            return
        yield clean


def _merged_streams(outputs: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Progress bars write thousands of outputs; they are one text."""
    merged: list[Mapping[str, Any]] = []
    for output in outputs:
        if output.get("output_type") == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            text = _joined(output.get("text"))
            last = merged[-1] if merged else {}
            if last.get("output_type") == "stream" and last["name"] == name:
                last["parts"].append(text)
            else:
                merged.append({"output_type": "stream", "name": name, "parts": [text]})
        else:
            merged.append(output)
    return merged


def _output(output: Mapping[str, Any], limits: ShownLimits, purse: _Purse) -> Cell | None:
    from nbformat import v4

    match output.get("output_type"):
        case "stream":
            text = clean_block("".join(output["parts"]), limits.text)
            return v4.new_output("stream", name=output["name"], text=text)
        case "error":
            lines = "\n".join(_strings(output.get("traceback")))
            return v4.new_output(
                "error",
                ename=clean_text(_joined(output.get("ename")), 200),
                evalue=clean_text(_joined(output.get("evalue")), 2_000),
                traceback=clean_block(lines, limits.text).split("\n"),
            )
        case "execute_result" | "display_data" as kind:
            data = _bundle(output.get("data"), limits, purse)
            if not data:
                return None
            more = {"execution_count": None} if kind == "execute_result" else {}
            return v4.new_output(kind, data=data, **more)
    return None


def _bundle(found: object, limits: ShownLimits, purse: _Purse) -> dict[str, str]:
    if not isinstance(found, Mapping):
        return {}
    data = {}
    for mime, value in found.items():
        match mime:
            case "text/plain":
                data[mime] = clean_block(_joined(value), limits.text)
            case "text/html":
                html = _joined(value)
                purse.tags -= html.count("<")
                if purse.tags >= 0:
                    data[mime] = clean_foreign_html(html)
            case "text/markdown" if purse.tags >= 0:  # rendering costs more than counting what comes of it
                shown = student_markdown(_joined(value)[: limits.text])
                purse.tags -= shown.count("<")
                if purse.tags >= 0:
                    data[mime] = shown
            case "image/png" | "image/jpeg":
                image = picture(mime, value)
                if image is not None:
                    data[mime] = image.data
    if not data:
        data["text/plain"] = _("[an output of a kind that is not shown here]")
    return data


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


def _joined(value: object) -> str:
    """nbformat allows a text to be a list of lines."""
    return value if isinstance(value, str) else "".join(_strings(value))


def _strings(value: object) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
