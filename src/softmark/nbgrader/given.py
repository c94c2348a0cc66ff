"""What a submission was given, and whether it has changed it: names that locked cells make, and checks use."""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Sequence

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from softmark.grading.running import job_cell
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.judge.analysis import CellFacts, analyse, read_later, without_magics
from softmark.judge.namespace import JudgeCell, makers, runnable
from softmark.parsing import parse


class _Given:
    """What the instructor's locked cells make without anything of the student's."""

    def __init__(self, source: SourceNotebook) -> None:
        self.cells: Sequence[SourceCell] = [cell for cell in source.cells if cell.cell_type == "code"]
        judged = [JudgeCell(**job_cell(cell)) for cell in self.cells]
        self.facts: Sequence[CellFacts] = [analyse(cell.source) for cell in judged]
        self.runnable = runnable(judged, self.facts)

    def place(self, grade_id: str) -> int:
        return next(place for place, cell in enumerate(self.cells) if cell.grade_id == grade_id)

    def names(self, before: int) -> set[str]:
        """Names that a check gets from these cells: the last one to bind them is one of them."""
        last: dict[str, int] = {}
        for place in range(before):
            if not self.cells[place].test:
                last |= dict.fromkeys(self.facts[place].binds, place)
        return {name for name, place in last.items() if place in self.runnable}


def touched_names(source: SourceNotebook, notebook: NotebookNode, grade_id: str) -> tuple[str, ...]:
    """Names that a check is given, and that the submission's own cells mention; sorted."""
    given = _Given(source)
    place = given.place(grade_id)
    text = given.cells[place].source
    used = (given.facts[place].needs | read_later(text) | _names(text)) & given.names(place)
    own = (cell.source for cell in notebook.cells if cell.cell_type == "code" and not _known(source, cell))
    return tuple(sorted(used & {name for text in own for name in _names(text)}))


def again(source: SourceNotebook, notebook: NotebookNode, grade_ids: Collection[str]) -> NotebookNode | None:
    """The submission with cells that make what it was given anew, before those graded cells that it may have touched.

    Args:
        source: the instructor's notebook.
        notebook: the submission, in the source's shape; not changed.
        grade_ids: the graded cells.

    Returns:
        A notebook, or ``None`` if the submission touches nothing that these cells are given.
    """
    given = _Given(source)
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        touched = touched_names(source, notebook, name) if name in grade_ids else ()
        if touched:
            makes = makers(set(touched), given.place(name), given.runnable, given.facts)
            cells.append(new_code_cell("\n".join(given.cells[place].source for place in sorted(makes))))
        cells.append(copy.deepcopy(cell))
    return NotebookNode({**notebook, "cells": cells}) if len(cells) > len(notebook.cells) else None


def _known(source: SourceNotebook, cell: NotebookNode) -> bool:
    """Whether a cell's text is the instructor's."""
    known = source.cell(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
    return known is not None and not known.solution


def _names(text: str) -> set[str]:
    try:
        tree = parse(without_magics(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
