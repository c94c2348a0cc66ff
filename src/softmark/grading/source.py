"""The instructor's notebook, as grading sees it: each cell with its hidden and with its released text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source notebook.

    Attributes:
        grade_id: nbgrader's name of the cell; ``""`` for an ordinary cell that nbgrader knows nothing about.
        cell_type: ``"code"``, ``"markdown"`` or ``"raw"``.
        source: the instructor's text: with the reference solution and the hidden tests.
        released: the text that students get: without them.
        locked: whether the text must stay as released; true for test cells, too.
        grade: whether the cell earns points.
        solution: whether students write here. ``solution and grade`` is graded by hand.
        task: whether it is a task that is graded by hand.
        points: points that the cell is worth; 0 unless ``grade`` or ``task``.
        position: index of the cell in the source notebook.
        metadata: the released cell's metadata, nbgrader's checksum included.
        attachments: the released cell's attachments (markdown and raw cells).
    """

    grade_id: str
    cell_type: str
    source: str
    released: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float
    position: int
    metadata: Mapping[str, Any] = field(default_factory=dict, repr=False)
    attachments: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def test(self) -> bool:
        """Whether the cell is graded automatically."""
        return self.grade and not self.solution and self.cell_type == "code"

    @property
    def manual(self) -> bool:
        """Whether a person gives the points."""
        return self.task or (self.grade and not self.test)


@dataclass(frozen=True)
class SourceNotebook:
    """A source notebook.

    Attributes:
        assignment: name of the assignment.
        notebook: name of the notebook, without ``.ipynb``.
        folder: ``source/<assignment>``; its ``hidden`` folder is for the judge alone.
        cells: all cells in order, ordinary ones included.
        kernelspec: the notebook's kernelspec.
        metadata: the released notebook's metadata.
        editable: files in ``folder``, by their names relative to it with ``/`` between the parts, that students may
            change: theirs win over the given ones. Notebooks and ``hidden`` never are.
        whole: the notebook that this one is a part of, if it is one; its reference run is this one's control.
    """

    assignment: str
    notebook: str
    folder: Path
    cells: tuple[SourceCell, ...]
    kernelspec: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict, repr=False)
    editable: frozenset[str] = frozenset()
    whole: SourceNotebook | None = field(default=None, repr=False, compare=False)

    @cached_property
    def marked(self) -> tuple[SourceCell, ...]:
        """The cells that nbgrader knows by name, in order."""
        return tuple(cell for cell in self.cells if cell.grade_id)

    @cached_property
    def _by_id(self) -> Mapping[str, SourceCell]:
        return {cell.grade_id: cell for cell in self.marked}

    def cell(self, grade_id: str) -> SourceCell | None:
        """The cell of that name, or ``None``."""
        return self._by_id.get(grade_id)
