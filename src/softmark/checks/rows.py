"""Rows of tables, known again wherever they stand."""

from collections.abc import Hashable
from typing import Any

import numpy as np

from softmark.messages import _

Row = Hashable
"""What a row is known by: its values, in single precision (a network's inputs have no more)."""


def rows_of(table: Any) -> list[Row]:
    """What each row of a table is known by.

    Args:
        table: an array, list, tensor, frame or series of n rows of any shape, numbers or words.

    Raises:
        ValueError: in a student's words, if it has no rows.
    """
    array = np.asarray(table)
    if table is None:
        raise ValueError(_("A part of your data is still None. Make it in its answer cell."))
    if array.ndim == 0 or not array.size:
        raise ValueError(_("A part of your data has the shape {}. At least one row is needed.").format(array.shape))
    array = array.reshape(len(array), -1)
    if array.dtype.kind in "biuf":
        single = array.astype("float32") + np.float32(0)  # -0.0 is 0.0
        single[np.isnan(single)] = np.nan  # of all bit patterns of nan the usual one
        return [row.tobytes() for row in single]
    return [tuple(_value(value) for value in row) for row in array.tolist()]


def _value(value: Any) -> Hashable:
    if isinstance(value, float | int):
        return "nan" if value != value else float(np.float32(value))
    return str(value)
