"""Results as a table on the terminal, and as JSON (``docs/results.schema.json``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from softmark.messages import _
from softmark.model import CellResult, CheckResult, EventKind, State, SubmissionResult
from softmark.nbgrader.classroom import cells_of
from softmark.pages import clean_text

SCHEMA_VERSION = 1
_NAMED_COLUMNS = 4  # more of them are too wide for a terminal; they get numbers and a legend
_FEW = 4
_TOLD = {
    EventKind.LATE, EventKind.TIMEOUT, EventKind.KERNEL_DIED, EventKind.KILLED, EventKind.CELL_ERROR, EventKind.MENDED,
    EventKind.MEMORY, EventKind.DISK, EventKind.PROCESSES, EventKind.UNREADABLE, EventKind.NOT_GRADED,
    EventKind.NOT_HANDED_IN,
}  # fmt: skip
_MARKS = {State.PASSED: "", State.FAILED: "", State.NOT_ATTEMPTED: "–", State.COULD_NOT_CHECK: "?"}


def print_results(
    console: Console, assignment: str, results: Sequence[SubmissionResult], warnings: Sequence[str] = ()
) -> None:
    """Print one row a submission: points per cell and the state of the whole; then what needs a look."""
    columns = list(dict.fromkeys(place for result in results for place in cells_of(result)))
    titles = _titles(columns)
    # Eleven cells, a name and a total fit into the 80 columns of a plain terminal.
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    table.add_column(_("student"), no_wrap=True)
    numbered = len(columns) > _NAMED_COLUMNS
    for number, title in enumerate(titles, start=1):
        table.add_column(Text(str(number) if numbered else title), justify="right", no_wrap=True)
    table.add_column(_("points"), justify="right", no_wrap=True)
    table.add_column(_("state"), overflow="fold")
    for result in results:
        cells = cells_of(result)
        shown = [_cell(cells.get(place)) for place in columns]
        table.add_row(Text(clean_text(result.student, limit=40)), *shown, _total(result), _state(result))
    console.print(table)
    if numbered:
        console.print("  ".join(f"{number}={name}" for number, name in enumerate(titles, start=1)), markup=False)
    if any(State.NOT_ATTEMPTED is cell.state for result in results for cell in cells_of(result).values()):
        console.print(_("–  not attempted"), markup=False)
    for reason, (students, cells_told) in _unchecked(results).items():
        line = _("?  {students}: {cells} could not be checked. {reason}")
        console.print(Text(line.format(students=_few(students), cells=_few(cells_told), reason=reason)))
    for warning in warnings:
        console.print(Text("!  " + clean_text(warning, limit=300)))


def _titles(places: Sequence[tuple[str, str]]) -> list[str]:
    """The cells' names; with their notebook's where another notebook has a cell of that name."""
    often = Counter(name for _notebook, name in places)
    return [f"{notebook}/{name}" if often[name] > 1 else name for notebook, name in places]


def _unchecked(results: Sequence[SubmissionResult]) -> dict[str, tuple[list[str], list[str]]]:
    """Reason -> students and cells that could not be checked for it: a fault of a check is told once."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for result in results:
        for cell in cells_of(result).values():
            for check in cell.checks:
                if check.state is State.COULD_NOT_CHECK:
                    students, cells = found.setdefault(_reason(check), ([], []))
                    for name, names in ((result.student, students), (cell.grade_id, cells)):
                        if name not in names:
                            names.append(name)
    return found


def _reason(check: CheckResult) -> str:
    """In a line or two: what the detail begins with, and of pytest's report the error itself."""
    lines = (check.detail or check.message).splitlines()
    errors = [line[1:].strip() for line in lines if line.startswith("E  ")]
    return clean_text(" ".join([*lines[:1], *errors[:1]]), limit=300)


def _few(names: Sequence[str]) -> str:
    """Names with commas, and how many more there are."""
    shown = ", ".join(clean_text(name, limit=40) for name in names[:_FEW])
    more = len(names) - _FEW
    return _("{names} and {more} more").format(names=shown, more=more) if more > 0 else shown


def to_json(assignment: str, results: Sequence[SubmissionResult]) -> dict[str, Any]:
    """The results as ``docs/results.schema.json`` describes them."""
    return {
        "schema": SCHEMA_VERSION,
        "assignment": assignment,
        "submissions": [
            {
                "student": result.student,
                "graded": result.graded,
                "points": _sum(result),
                "maximum": sum(cell.maximum for cell in cells_of(result).values()),
                "notebooks": [
                    {
                        "notebook": notebook.notebook,
                        "seconds": round(notebook.seconds, 3),
                        "events": [
                            {"kind": event.kind.value, "cell": event.cell, "message": event.message}
                            for event in notebook.events
                        ],
                        "cells": [_json_cell(cell) for cell in notebook.cells],
                    }
                    for notebook in result.notebooks
                ],
            }
            for result in results
        ],
    }


def _json_cell(cell: CellResult) -> dict[str, Any]:
    return {
        "cell": cell.grade_id,
        "state": cell.state.value,
        "points": cell.points,
        "maximum": cell.maximum,
        "checks": [_json_check(check) for check in cell.checks],
    }


def _json_check(check: CheckResult) -> dict[str, Any]:
    return {
        "check": check.name,
        "line": check.line,
        "state": check.state.value,
        "points": None if check.state is State.COULD_NOT_CHECK else round(check.points, 6),
        "maximum": round(check.maximum, 6),
        "message": check.message,
        "basis": check.basis.value,
        "hidden": check.hidden,
        "seconds": round(check.seconds, 3),
    }


def _sum(result: SubmissionResult) -> float | None:
    """Points of all cells, ``None`` unless each has some."""
    points = [cell.points or 0.0 for cell in cells_of(result).values()]
    return round(sum(points), 6) if result.graded else None


def _cell(cell: CellResult | None) -> str:
    if cell is None:
        return "?"
    if cell.points is None or cell.state is State.NOT_ATTEMPTED:
        return _MARKS[cell.state]
    return f"{round(cell.points, 2):g}"


def _total(result: SubmissionResult) -> str:
    total = _sum(result)
    maximum = sum(cell.maximum for cell in cells_of(result).values())
    return f"{'?' if total is None else format(round(total, 2), 'g')}/{maximum:g}"


def _state(result: SubmissionResult) -> str:
    if not result.graded:
        return _("not graded")
    cells = cells_of(result).values()
    if cells and all(cell.state is State.NOT_ATTEMPTED for cell in cells):
        return _("not attempted")
    kinds = dict.fromkeys(event.kind for notebook in result.notebooks for event in notebook.events)
    return ", ".join(kind.value for kind in kinds if kind in _TOLD) or _("graded")
