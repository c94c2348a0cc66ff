"""Puts a submitted notebook back into the shape of its source, keeping what the student wrote.

Nothing that a submission says about itself decides anything: which cells there are, their types, tags, points
and order are rebuilt from the source. The student's part is the text of solution cells, and their own cells.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from softmark.grading.matching import Handed, match, plain_text
from softmark.grading.outputs import sound_attachments, sound_outputs
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.messages import _
from softmark.model import Event, EventKind


@dataclass(frozen=True)
class Mended:
    """A notebook in the source's shape, and what had to be done to it."""

    notebook: NotebookNode
    events: tuple[Event, ...]


def mend(submission: NotebookNode, source: SourceNotebook) -> Mended:
    """Rebuild a submission from its source.

    Every cell that nbgrader knows stands in the result exactly once, in the source's order: locked and test
    cells with the text that was released, solution cells with the student's. Cells of the student's own stay
    where they are, between the same neighbours; empty ones are left out. Metadata is the source's; handed-in outputs
    are kept.

    Args:
        submission: a notebook as it was handed in (nbformat 4, any minor); not changed. Ill-formed parts are
            left out.
        source: the source notebook.
    """
    handed = list(_handed(submission))
    plan = match(handed, source)
    events = [_event(change.message, change.grade_id) for change in plan.changes]
    cells: list[dict[str, Any]] = []
    for place in plan.places:
        if place.known is None:
            cells.append(_own(place.handed))
        else:
            cells.append(_known(place.known, place.handed))
            events.extend(_differences(place.known, place.handed))
    if _renew_ids(cells, handed) and _has_ids(submission):
        events.append(_event(_("Some cells had no id of their own; they were given new ones."), ""))
    wanted = source.kernelspec.get("name", "")
    if wanted and _kernel(submission) not in ("", wanted):
        events.append(_event(_("Your notebook asked for another kernel; it was run with the course's."), ""))
    kernelspec = dict(source.kernelspec)
    language = {"name": kernelspec.get("language", "python")}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        # A source without a kernel of its own is legal; a kernelspec without a name is not.
        "metadata": {"language_info": language} | ({"kernelspec": kernelspec} if wanted else {}),
        "cells": cells,
    }
    return Mended(nbformat.from_dict(notebook), tuple(events))


def _event(message: str, grade_id: str) -> Event:
    return Event(EventKind.MENDED, message, cell=grade_id)


def _handed(submission: Mapping[str, Any]) -> Iterator[Handed]:
    cells = submission.get("cells", [])
    for index, cell in enumerate(cell for cell in cells if isinstance(cell, dict)):
        metadata = cell.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        marks = metadata.get("nbgrader")
        marks = marks if isinstance(marks, dict) else {}
        grade_id = marks.get("grade_id")
        kind = cell.get("cell_type")
        yield Handed(
            index=index,
            cell_type=kind if kind in ("code", "markdown") else "raw",
            text=_text(cell.get("source", "")),
            grade_id=grade_id if isinstance(grade_id, str) else "",
            node=cell,
        )


def _text(source: object) -> str:
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    # A lone surrogate is legal in JSON, but no kernel, database or file takes it.
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


def _own(handed: Handed | None) -> dict[str, Any]:
    if handed is None:
        raise ValueError("a cell that is neither the source's nor the student's")
    return _cell(handed.cell_type, handed.text, {}, handed.node)


def _known(known: SourceCell, handed: Handed | None) -> dict[str, Any]:
    answered = handed is not None and known.solution
    text = handed.text if handed is not None and answered else known.released
    node = handed.node if handed is not None else {}
    cell = _cell(known.cell_type, text, known.metadata, node)
    if not answered and known.attachments:
        cell["attachments"] = dict(known.attachments)
    elif not answered:
        cell.pop("attachments", None)
    return cell


def _cell(cell_type: str, text: str, metadata: Mapping[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": cell_type,
        "source": text,
        "metadata": metadata,
        "id": node.get("id"),
    }
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": sound_outputs(node.get("outputs"))}
    elif attachments := sound_attachments(node.get("attachments")):
        cell["attachments"] = attachments
    return cell


def _differences(known: SourceCell, handed: Handed | None) -> Iterable[Event]:
    """What was wrong with a cell that is there; missing and doubled ones are the matching's to tell."""
    if handed is None:
        return
    if handed.cell_type != known.cell_type:
        yield _event(
            _("Cell '{cell}' was no {kind} cell any more; it was made one again.").format(
                cell=known.grade_id, kind=known.cell_type
            ),
            known.grade_id,
        )
    if not known.solution and plain_text(handed.text) != plain_text(known.released):
        yield _event(
            _("Cell '{cell}' is not yours to change; it was put back as released.").format(cell=known.grade_id),
            known.grade_id,
        )
    if handed.grade_id == known.grade_id and _changed_marks(known, handed.node.get("metadata", {})):
        yield _event(
            _("The settings of cell '{cell}' had been changed; they were put back as released.").format(
                cell=known.grade_id
            ),
            known.grade_id,
        )


def _changed_marks(known: SourceCell, metadata: Mapping[str, Any]) -> bool:
    """Whether what decides about a cell in stock nbgrader, and its tags, are other than released."""
    marks, released = metadata.get("nbgrader", {}), known.metadata.get("nbgrader", {})
    flags = ("grade", "solution", "locked", "task")
    if any(bool(marks.get(flag)) != bool(released.get(flag)) for flag in flags):
        return True
    if "points" in released and marks.get("points") != released["points"]:
        return True
    return (metadata.get("tags") or []) != (known.metadata.get("tags") or [])


def _renew_ids(cells: Sequence[dict[str, Any]], handed: Sequence[Handed]) -> bool:
    """Give every cell an id of its own; the ids that were handed in stay where they are sound.

    New ids are numbered, so that mending twice gives the same bytes. Returns whether a handed-in cell
    lacked an id of its own.
    """
    counts = Counter(str(cell.node.get("id")) for cell in handed)
    taken: set[str] = set()
    serial = 0
    for cell in cells:
        proposed = cell["id"]
        if not isinstance(proposed, str) or not _ID.fullmatch(proposed) or proposed in taken:
            while (proposed := f"softmark-{serial}") in taken or proposed in counts:
                serial += 1
        taken.add(proposed)
        cell["id"] = proposed
    return any(count > 1 or not _ID.fullmatch(name) or name == "None" for name, count in counts.items())


_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def _has_ids(submission: Mapping[str, Any]) -> bool:
    """Whether the notebook says that it is of a format in which cells have ids."""
    minor = submission.get("nbformat_minor")
    return isinstance(minor, int) and minor >= 5


def _kernel(submission: Mapping[str, Any]) -> str:
    metadata = submission.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else None
    return name if isinstance(name, str) else ""
