"""Answers with nothing in them to compare: most comparisons with those are true.

``allclose``, ``all``, ``approx`` and every loop agree with a container of no elements; reductions of pandas skip what
is missing. So a check that passes on such an answer is run again with a value in each gap that agrees with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Final

EMPTY: Final = "empty"
"""Containers, arrays, tensors and tables of no elements. Texts are compared whole."""
MISSING: Final = "missing"
"""NA and NaN in a table, or a column, of pandas; elsewhere NaN is part of the arithmetic, and equal to nothing."""
COLUMN: Final = "column"
"""An array of pandas' own: compared with ``==`` it gives another, and that is true by its mere length."""
NAN: Final = "nan"
"""NaN elsewhere: no gap, but whose reference has it may have it in tables, too."""

_NAN = float("nan")
_INFINITY = float("inf")


def gaps_in(value: object) -> frozenset[str]:
    """The kinds of gaps in a value, at any depth."""
    walk = _Walk(frozenset())
    walk.fill(value)
    return frozenset(walk.found)


def filled(value: object, kinds: Collection[str]) -> object:
    """The value with NaN in the place of what is empty, and infinity where a value is missing; of these kinds alone."""
    return _Walk(frozenset(kinds)).fill(value)


@dataclass
class _Walk:
    kinds: frozenset[str]
    found: set[str] = field(default_factory=set)

    def fill(self, value: Any) -> Any:
        """The very object, if nothing in it is filled."""
        kind = type(value)
        if kind is float and value != value:
            self.found.add(NAN)
        if kind in (list, tuple, set, frozenset, dict):
            return self._container(value, kind)
        top = kind.__module__.partition(".")[0]
        if top == "numpy" and hasattr(value, "dtype"):
            return self._array(value)
        if top == "pandas":
            return self._pandas(value)
        if top == "tensorflow" and getattr(value, "shape", None) is not None:
            return self._gap(value) if 0 in tuple(value.shape) else value
        return value

    def _gap(self, value: Any) -> Any:
        self.found.add(EMPTY)
        return _NAN if EMPTY in self.kinds else value

    def _container(self, value: Any, kind: Callable[[Any], Any]) -> Any:
        if not value:
            return self._gap(value)
        if kind in (set, frozenset):
            return value
        parts = list(value.values()) if kind is dict else value
        new = [self.fill(part) for part in parts]
        if all(one is other for one, other in zip(parts, new, strict=True)):
            return value
        return dict(zip(value, new, strict=True)) if kind is dict else kind(new)

    def _array(self, value: Any) -> Any:
        if value.size == 0:
            return self._gap(value)
        if value.dtype.kind in "fc" and bool((value != value).any()):
            self.found.add(NAN)
        if value.dtype.kind != "O" or not value.shape:
            return value
        new = value.copy()
        for place, part in enumerate(value.flat):
            new.flat[place] = self.fill(part)
        return new

    def _pandas(self, value: Any) -> Any:
        import pandas as pd

        if getattr(value, "size", 1) == 0:
            return self._gap(value)
        if isinstance(value, pd.DataFrame):
            columns = [self._column(value.iloc[:, place]) for place in range(value.shape[1])]
            if all(new is None for new in columns):
                return value
            kept = [value.iloc[:, place] if new is None else new for place, new in enumerate(columns)]
            return pd.concat(kept, axis=1).set_axis(value.columns, axis=1)
        if isinstance(value, pd.MultiIndex) or not isinstance(
            value, pd.Series | pd.Index | pd.api.extensions.ExtensionArray
        ):
            return value
        column = self._column(value if isinstance(value, pd.Series) else pd.Series(value))
        if isinstance(value, pd.api.extensions.ExtensionArray):
            self.found.add(COLUMN)
            return (value if column is None else column).to_numpy() if COLUMN in self.kinds else value
        if column is None:
            return value
        return pd.Index(column) if isinstance(value, pd.Index) else column

    def _column(self, column: Any) -> Any:
        """The column without gaps; ``None`` if it has none to fill."""
        if column.dtype.kind in "mM":  # a moment has no infinity
            return None
        new = column
        if column.dtype.kind == "O":
            parts = [part if isinstance(part, float) else self.fill(part) for part in column]
            if any(one is not other for one, other in zip(column, parts, strict=True)):
                new = type(column)(parts, index=column.index, name=column.name, dtype=object)
        missing = new.isna()
        if missing.any():
            self.found.add(MISSING)
            if MISSING in self.kinds:
                new = new.astype("float64" if new.dtype.kind in "biufc" else object).where(~missing, _INFINITY)
        return None if new is column else new
