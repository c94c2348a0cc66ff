"""Plain, frozen data that crosses the borders between processes and modules."""

from softmark.model.limits import Limits
from softmark.model.results import (
    Basis,
    CellResult,
    CheckResult,
    Event,
    EventKind,
    FitRecord,
    Measured,
    NotebookResult,
    State,
    SubmissionResult,
)
from softmark.model.seed import Seed

__all__ = [
    "Basis",
    "CellResult",
    "CheckResult",
    "Event",
    "EventKind",
    "FitRecord",
    "Limits",
    "Measured",
    "NotebookResult",
    "Seed",
    "State",
    "SubmissionResult",
]
