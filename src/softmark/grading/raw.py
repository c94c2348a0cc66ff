"""What running a notebook gave, before anybody has decided what it means."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from softmark.model import Event, FitRecord


@dataclass(frozen=True)
class Mode:
    """How one graded cell is judged; decided on the reference solution alone.

    Attributes:
        outside: in the judge. Otherwise in the submission's kernel, and what comes of it is a claim.
        operators: operators of the submission's own classes that the checks rely on.
        why: what the reference's checks end with in the judge, if they are not judged there.
    """

    outside: bool = True
    operators: frozenset[str] = frozenset()
    why: str = ""


@dataclass
class RawCell:
    """What the checks of one graded cell gave, before anybody has decided what it means.

    Attributes:
        outcomes: plain mappings with the fields of ``TestOutcome``, plus ``hidden`` and ``claims``.
        value: the last value of a plain cell, if it is a number.
        plain: whether it is a cell of plain asserts.
        operators: operators of the submission's own classes that the checks met.
        claimed: whether it ran in the submission's kernel.
        knowing: whether that kernel knew something hidden by then, so that its words are for the instructor alone.
        late: whether its time was up.
        broken: why there are no outcomes, for the instructor; ``""`` if there are.
        reason: the same for the student.
        notes: remarks for the instructor.
    """

    outcomes: list[dict[str, Any]] = field(default_factory=list)
    value: float | None = None
    plain: bool = True
    operators: frozenset[str] = frozenset()
    claimed: bool = False
    knowing: bool = False
    late: bool = False
    broken: str = ""
    reason: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class RawNotebook:
    """What running one notebook gave.

    Attributes:
        cells: grade_id -> what its checks gave.
        notebook: the notebook with the outputs of this run.
        withheld: positions of cells whose outputs came after hidden inputs had reached the submission's code.
        events: what happened.
        fits: training runs before that.
        seconds: wall seconds.
        repeatable: whether it would end like this each time: nothing depended on the clock, and nothing was killed.
        transcript: what the kernel was asked and answered, see :mod:`softmark.grading.transcript`.
    """

    notebook: NotebookNode
    cells: dict[str, RawCell] = field(default_factory=dict)
    withheld: set[int] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    fits: list[FitRecord] = field(default_factory=list)
    seconds: float = 0.0
    repeatable: bool = True
    transcript: bytes = b""


def fit_records(told: object, cells: Mapping[str, str]) -> list[FitRecord]:
    """Training runs from what the recorder says; anything odd is left out, and what no cell of the notebook has run.

    Checks train, too, when they call the student's functions; that is no training of the student's.

    Args:
        told: the recorder's answer.
        cells: the request that ran a cell -> its grade_id.
    """
    records = []
    for run in told if isinstance(told, list) else ():
        history = run.get("history") if isinstance(run, dict) else None
        if not isinstance(history, dict) or str(run.get("request")) not in cells:
            continue
        series = {
            str(name)[:60]: tuple(_float(v) for v in values[:1_000] if isinstance(v, int | float))
            for name, values in list(history.items())[:12]
            if isinstance(values, list)
        }
        cell = cells[str(run.get("request"))]
        records.append(FitRecord(cell, str(run.get("model", ""))[:60], series))
    return records[:30]


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # a whole number that nobody's training has given
        return math.inf
