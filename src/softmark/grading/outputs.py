"""Outputs and attachments of a handed-in notebook: what is well-formed of them, nothing else."""

from collections.abc import Mapping
from typing import Any


def sound_outputs(outputs: object) -> list[dict[str, Any]]:
    """The outputs that nbformat would accept, rebuilt from their known keys. Their markup stays untrusted."""
    if not isinstance(outputs, list):
        return []
    rebuilt = (_output(output) for output in outputs if isinstance(output, dict))
    return [output for output in rebuilt if output is not None]


def _output(output: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": _joined(output.get("text"))}
    if kind in ("display_data", "execute_result"):
        rebuilt = {"output_type": kind, "metadata": {}, "data": _bundle(output.get("data"))}
        return rebuilt | ({"execution_count": None} if kind == "execute_result" else {})
    if kind == "error":
        trace = output.get("traceback")
        lines = [line for line in trace if isinstance(line, str)] if isinstance(trace, list) else []
        texts = {name: _joined(output.get(name)) for name in ("ename", "evalue")}
        return {"output_type": kind, **texts, "traceback": [_joined(line) for line in lines]}
    return None


def sound_attachments(attachments: object) -> dict[str, dict[str, str]]:
    """File name -> media type -> content, without what isn't text."""
    if not isinstance(attachments, dict):
        return {}
    return {_joined(name): _bundle(data) for name, data in attachments.items() if isinstance(data, dict)}


def _bundle(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    return {_joined(kind): _joined(value) for kind, value in data.items() if isinstance(value, str | list)}


def _joined(text: object) -> str:
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    # A lone surrogate is legal in JSON, but no file takes it.
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""
