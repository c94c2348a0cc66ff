"""What stock nbgrader made of a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_LONGEST: Final = 2_000


@dataclass(frozen=True)
class StockCell:
    """A graded cell.

    Attributes:
        points: automatic points in the gradebook; ``None``: nbgrader gave none.
        error: the error that the cell ended with, ``"ValueError: text"``, or ``""``.
        stderr: what it wrote to its standard error.
        value: its last value, as text; nbgrader reads points from it.
    """

    points: float | None
    error: str = ""
    stderr: str = ""
    value: str = ""


@dataclass(frozen=True)
class StockNotebook:
    """A notebook.

    Attributes:
        cells: grade_id -> what became of it; cells that are in the gradebook alone have points and no more.
        there: grade_ids of the cells that nbgrader found in the submission.
        errors: what other cells ended with: grade_id, or ``"cell 3"`` -> error.
    """

    cells: Mapping[str, StockCell]
    there: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StockResult:
    """A submission.

    Attributes:
        problem: the error that kept nbgrader from grading it, ``"DeadKernelError: text"``, or ``""``.
        notebooks: by name.
    """

    problem: str
    notebooks: Mapping[str, StockNotebook]


def outputs_of(cell: Mapping[str, Any]) -> dict[str, str]:
    """What of a cell's outputs nbgrader looks at; keys as the attributes of :class:`StockCell`."""
    outputs = cell.get("outputs", ())
    errors = [f"{one['ename']}: {one['evalue']}" for one in outputs if one["output_type"] == "error"]
    streams = [one for one in outputs if one["output_type"] == "stream"]
    values = [one["data"].get("text/plain", "") for one in outputs if one["output_type"] == "execute_result"]
    return {
        "error": (errors or [""])[0][:_LONGEST],
        "stderr": "".join(one["text"] for one in streams if one["name"] == "stderr")[:_LONGEST],
        "value": (values or [""])[0][:_LONGEST],
    }


def from_plain(plain: Mapping[str, Any]) -> StockResult:
    """What the process of :mod:`softmark.nbgrader.stock.__main__` tells of a submission."""
    notebooks = {
        name: StockNotebook(
            {cell: StockCell(**told) for cell, told in notebook["cells"].items()},
            frozenset(notebook["there"]),
            notebook["errors"],
        )
        for name, notebook in plain["notebooks"].items()
    }
    return StockResult(plain["problem"], notebooks)
