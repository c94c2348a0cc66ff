"""What running one cell gave, within bounds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from nbformat import NotebookNode, from_dict
from nbformat.v4 import output_from_msg

_REDRAW: Final = "update_display_data"


@dataclass
class Executed:
    """What running one cell gave.

    Attributes:
        outputs: as notebooks hold them, bounded.
        error: name of the exception that ended the cell, or ``""``.
        timed_out: whether the cell was stopped because its time was up.
        cut: whether output was dropped.
        ended: whether it has called ``quit()``, so that there is no kernel any more.
        request: id of the message that asked for it.
    """

    outputs: list[NotebookNode] = field(default_factory=list)
    error: str = ""
    timed_out: bool = False
    cut: bool = False
    ended: bool = False
    request: str = ""


class Collector:
    """Collects a cell's outputs, up to a number of bytes at any one time: what is cleared or redrawn makes room."""

    def __init__(self, executed: Executed, limit: int) -> None:
        self._executed = executed
        self._limit = self._left = limit
        self._clear_first = False
        self._displays: dict[str, tuple[NotebookNode, int]] = {}

    def add(self, message: dict[str, Any]) -> None:
        """Take a message that the kernel has published; what is no output is left out."""
        kind, content = message["msg_type"], message["content"]
        if kind == "clear_output":
            self._clear_first = bool(content.get("wait"))
            if not self._clear_first:
                self._clear()
            return
        if kind not in ("stream", "display_data", "execute_result", "error", _REDRAW):
            return
        if self._clear_first:
            self._clear()
        display = _display_id(content)
        shown, held = self._displays.get(display, (None, 0))
        if kind == _REDRAW and shown is None:
            return
        size = len(str(content))
        if size > self._left + (held if kind == _REDRAW else 0):
            self._executed.cut = True
            return
        if kind == _REDRAW:
            message = {**message, "header": {"msg_type": "display_data"}}
        try:
            output = output_from_msg(message)
        except Exception:  # a forged message is no output
            return
        if kind == "stream" and not isinstance(output["text"], str):
            return
        self._left -= size
        if kind == _REDRAW:
            self._left += held
            shown.update(output)
            self._displays[display] = shown, size
            return
        if display:
            self._displays[display] = output, size
        outputs = self._executed.outputs
        if kind == "stream" and outputs and outputs[-1].get("name") == output["name"]:
            outputs[-1]["text"] += output["text"]
            return
        outputs.append(output)

    def _clear(self) -> None:
        self._executed.outputs.clear()
        self._displays.clear()
        self._clear_first = False
        self._left = self._limit


def _display_id(content: dict[str, Any]) -> str:
    """What later messages call an output by, to draw it anew; ``""`` if they cannot."""
    transient = content.get("transient")
    found = transient.get("display_id") if isinstance(transient, dict) else None
    return found if isinstance(found, str) else ""


def as_text(outputs: list[NotebookNode]) -> str:
    """Outputs as JSON; none at all if they hold what has no place in a file."""
    try:
        return json.dumps(outputs)
    except (ValueError, TypeError, RecursionError):  # nested too deeply, say
        return "[]"


def from_text(text: str) -> list[NotebookNode]:
    """The outputs again."""
    return [from_dict(output) for output in json.loads(text)]
