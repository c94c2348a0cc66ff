"""What a submission's cells gave out, as others may look at it: text, PNG, JPEG and sanitised HTML, nothing else."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from softmark.messages import _
from softmark.pages.markdown import student_markdown
from softmark.pages.markup import clean_foreign_html
from softmark.pages.pictures import picture
from softmark.pages.text import clean_block, clean_text

# nbformat's outputs are dictionaries with attributes and come without types.
Output = Any


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


@dataclass
class Purse:
    """What may still be shown of this notebook."""

    limits: ShownLimits
    notebook: int
    tags: int
    cell: int = field(default=0)

    def open_cell(self) -> None:
        """Begin with the outputs of another cell."""
        self.cell = self.limits.cell_bytes

    def pay(self, size: int) -> bool:
        """Whether so many characters may still be shown; they are taken off if so."""
        if size > min(self.cell, self.notebook):
            return False
        self.cell -= size
        self.notebook -= size
        return True


def clean_outputs(outputs: Iterable[Mapping[str, Any]], limits: ShownLimits | None = None) -> list[Output]:
    """The outputs of one cell, cleaned as :func:`softmark.pages.clean_notebook` does."""
    limits = limits or ShownLimits()
    purse = Purse(limits, limits.notebook_bytes, limits.tags)
    purse.open_cell()
    return list(shown_outputs(dicts(list(outputs)), limits, purse))


def shown_outputs(found: list[Mapping[str, Any]], limits: ShownLimits, purse: Purse) -> Iterator[Output]:
    """What is shown of one cell's outputs, and a note where something is left out; the purse is open for the cell."""
    from nbformat import v4

    def note(text: str) -> Output:
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
            text = joined(output.get("text"))
            last = merged[-1] if merged else {}
            if last.get("output_type") == "stream" and last["name"] == name:
                last["parts"].append(text)
            else:
                merged.append({"output_type": "stream", "name": name, "parts": [text]})
        else:
            merged.append(output)
    return merged


def _output(output: Mapping[str, Any], limits: ShownLimits, purse: Purse) -> Output | None:
    from nbformat import v4

    match output.get("output_type"):
        case "stream":
            text = clean_block("".join(output["parts"]), limits.text)
            return v4.new_output("stream", name=output["name"], text=text)
        case "error":
            lines = "\n".join(_strings(output.get("traceback")))
            return v4.new_output(
                "error",
                ename=clean_text(joined(output.get("ename")), 200),
                evalue=clean_text(joined(output.get("evalue")), 2_000),
                traceback=clean_block(lines, limits.text).split("\n"),
            )
        case "execute_result" | "display_data" as kind:
            data = _bundle(output.get("data"), limits, purse)
            if not data:
                return None
            more = {"execution_count": None} if kind == "execute_result" else {}
            return v4.new_output(kind, data=data, **more)
    return None


def _bundle(found: object, limits: ShownLimits, purse: Purse) -> dict[str, str]:
    if not isinstance(found, Mapping):
        return {}
    data = {}
    for mime, value in found.items():
        match mime:
            case "text/plain":
                data[mime] = clean_block(joined(value), limits.text)
            case "text/html":
                html = joined(value)
                purse.tags -= html.count("<")
                if purse.tags >= 0:
                    data[mime] = clean_foreign_html(html)
            case "text/markdown" if purse.tags >= 0:  # rendering costs more than counting what comes of it
                shown = student_markdown(joined(value)[: limits.text])
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


def joined(value: object) -> str:
    """nbformat allows a text to be a list of lines."""
    return value if isinstance(value, str) else "".join(_strings(value))


def _strings(value: object) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def dicts(value: object) -> list[Mapping[str, Any]]:
    """The entries of a list that are mappings; none if it is no list."""
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
