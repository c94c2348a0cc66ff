"""Whether rows of one table stand in another, at a bounded price; the data are only read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final

import numpy as np

ROWS: Final = 1_000_000
"""Longer tables are not looked at."""
_COLUMNS: Final = 32  # of each row that decide whether it is worth a second look
_LOOKED_FOR: Final = 1_000  # rows of the second table, evenly spread
_COMPARED: Final = 5_000  # rows of the first table that are compared as a whole
_LIBRARIES: Final = frozenset({"jaxlib", "pandas", "tensorflow", "torch"})

Table = list[np.ndarray[Any, Any]]


def table_of(data: Any) -> Table | None:
    """The arrays of which ``data`` consists, first axis = rows; ``None`` for datasets, generators, text."""
    arrays = list(_arrays(data))
    ok = bool(arrays) and all(array.ndim and array.dtype.kind in "biuf" for array in arrays)
    return arrays if ok and len({len(array) for array in arrays}) == 1 and len(arrays[0]) <= ROWS else None


def _arrays(data: Any) -> Iterator[np.ndarray[Any, Any]]:
    """The arrays in nested containers; an array of objects for what is none, as it must not be read through."""
    if isinstance(data, Mapping):
        data = [data[key] for key in sorted(data, key=str)]
    if isinstance(data, list | tuple):
        for part in data:
            yield from _arrays(part)
    elif _in_memory(data):
        yield np.asarray(data)
    else:
        yield np.empty(0, dtype=object)


def _in_memory(data: Any) -> bool:
    """Whether looking at all of it costs little: a file that poses as an array does not."""
    if isinstance(data, np.ndarray):
        return not isinstance(data, np.memmap)
    return type(data).__module__.partition(".")[0] in _LIBRARIES and hasattr(data, "__array__")


def shared_rows(first: Table, second: Table) -> float:
    """Share of the rows of ``second`` that stand in ``first``, too, to single precision."""
    if not len(first[0]) or not len(second[0]) or len(first) != len(second):
        return 0.0
    places = np.unique(np.linspace(0, len(second[0]) - 1, _LOOKED_FOR).astype(int))
    wanted = _marks([array[places] for array in second])
    have = _marks(first)
    likely = places[np.isin(wanted, have)]
    known = {_whole(first, int(row)) for row in np.flatnonzero(np.isin(have, wanted))[:_COMPARED]}
    return sum(_whole(second, int(row)) in known for row in likely) / len(places)


def twins(table: Table) -> float:
    """Share of rows that stand in the table more than once."""
    if not len(table[0]):
        return 0.0
    _values, counts = np.unique(_marks(table), return_counts=True)
    return float(counts[counts > 1].sum() / counts.sum())


def _marks(table: Table) -> np.ndarray[Any, Any]:
    """One number for each row, shape (n,): equal for equal rows, seldom for others."""
    marks = np.zeros(len(table[0]), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for array in table:
            size = int(np.prod(array.shape[1:]))
            for place in np.unique(np.linspace(0, size - 1, _COLUMNS).astype(int)) if size else ():
                column = array[(slice(None), *np.unravel_index(place, array.shape[1:]))]  # a view has no flat one
                words = (column.astype(np.float32) + np.float32(0)).view(np.uint32)  # -0 is 0
                marks = (marks ^ words.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
                marks ^= marks >> np.uint64(29)
    return marks


def _whole(table: Table, row: int) -> bytes:
    digest = blake2b(digest_size=16)
    for array in table:
        digest.update((np.asarray(array[row]).astype(np.float32) + np.float32(0)).tobytes())
    return digest.digest()
