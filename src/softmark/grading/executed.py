"""What running one cell gave, within bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import output_from_msg


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
    """Collects a cell's outputs up to a number of bytes."""

    def __init__(self, executed: Executed, limit: int) -> None:
        self._executed = executed
        self._left = limit

    def add(self, message: dict[str, Any]) -> None:
        """Take a message that the kernel has published; what is no output is left out."""
        kind, content, outputs = message["msg_type"], message["content"], self._executed.outputs
        if kind == "clear_output":
            outputs.clear()
        if kind not in ("stream", "display_data", "execute_result", "error"):
            return
        size = len(str(content))
        if size > self._left:
            self._executed.cut = True
            return
        self._left -= size
        try:
            output = output_from_msg(message)
        except Exception:  # a forged message is no output
            return
        if kind == "stream" and not isinstance(output["text"], str):
            return
        if kind == "stream" and outputs and outputs[-1].get("name") == output["name"]:
            outputs[-1]["text"] += output["text"]
            return
        outputs.append(output)
