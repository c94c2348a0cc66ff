"""Results as plain values, as JSON and MessagePack hold them, and back."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import Any

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
)


def to_plain(result: Event | CellResult | NotebookResult) -> dict[str, Any]:
    """A result as JSON holds it; a graded cell's ``points`` and ``state`` are written out."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(result))
    if isinstance(result, CellResult):
        plain |= {"points": result.points, "state": result.state.value}
    if isinstance(result, NotebookResult):
        plain["cells"] = [to_plain(cell) for cell in result.cells]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if type(value) is str:
        # A submission's text may hold a lone surrogate, which no file takes.
        return value.encode("utf-8", "replace").decode("utf-8")
    if type(value) is float and not math.isfinite(value):
        return None  # JSON has no word for it; it comes back as NaN
    return value.value if isinstance(value, State | Basis | EventKind) else value


def to_events(plain: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    """Events from their JSON."""
    return tuple(Event(**{**event, "kind": EventKind(event["kind"])}) for event in plain)


def to_cell_result(plain: Mapping[str, Any]) -> CellResult:
    """A cell's result from its JSON."""
    checks = tuple(
        CheckResult(
            **{
                **check,
                "state": State(check["state"]),
                "basis": Basis(check["basis"]),
                "measured": tuple(_to_measured(one) for one in check["measured"]),
            }
        )
        for check in plain["checks"]
    )
    return CellResult(plain["grade_id"], plain["maximum"], checks)


def _to_measured(plain: Mapping[str, Any]) -> Measured:
    numbers = {name: math.nan if plain[name] is None else plain[name] for name in ("value", "bound")}
    return Measured(**{**plain, **numbers})


def to_notebook_result(plain: Mapping[str, Any]) -> NotebookResult:
    """A notebook's result from its JSON."""
    fits = tuple(
        FitRecord(
            fit["cell"],
            fit["model"],
            {
                name: tuple(math.nan if value is None else value for value in values)
                for name, values in fit["history"].items()
            },
        )
        for fit in plain["fits"]
    )
    return NotebookResult(
        plain["notebook"],
        cells=tuple(to_cell_result(cell) for cell in plain["cells"]),
        events=to_events(plain["events"]),
        fits=fits,
        seconds=plain["seconds"],
    )
