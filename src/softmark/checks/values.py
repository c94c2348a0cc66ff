"""How a value differs from the right one, said without the right one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from softmark.checks.findings import Finding
from softmark.messages import _

_DTYPES = {"integer": "iu", "float": "f", "bool": "b"}
_ROUNDED = 6e-3  # two decimals are off by .005 at most


@dataclass(frozen=True)
class Rules:
    """What counts as the same value.

    Attributes:
        rtol, atol: tolerances, as in ``numpy.allclose``.
        shape: whether (n,) and (n, 1) are different answers.
        dtype: ``"integer"``, ``"float"`` or ``"bool"``; ``None`` for any that holds the numbers.
        gives: the type that is asked for (``np.ndarray``, say); ``None`` for any that holds the numbers.
    """

    rtol: float = 1e-5
    atol: float = 1e-8
    shape: bool = True
    dtype: str | None = None
    gives: type | None = None


def difference(expected: Any, found: Any, inputs: str, rules: Rules) -> Finding:
    """What to tell about ``found``, which came back for inputs of a kind; true if it is as expected.

    Args:
        expected: the reference's value: a number, text, ``None``, array, tensor, series or frame, or a tuple, list or
            dictionary of these.
        found: the student's.
        inputs: the kind of inputs, in words.
        rules: what counts as the same.
    """
    if found is None and expected is not None:
        return Finding(_NONE.format(inputs=inputs), "none")
    if expected is None:
        return Finding() if found is None else Finding(_NOT_NONE.format(inputs=inputs), "value")
    if rules.gives is not None and not isinstance(found, rules.gives):
        kinds = type(found).__name__, rules.gives.__name__
        return Finding(_TYPE.format(inputs=inputs, found=kinds[0], expected=kinds[1]), "type")
    if isinstance(expected, Mapping):
        return _mapping(expected, found, inputs, rules)
    numbers = as_array(expected)
    if numbers is None and isinstance(expected, list | tuple):
        return _sequence(expected, found, inputs, rules)
    return _array(expected, numbers, found, inputs, rules)


def as_array(value: Any) -> npt.NDArray[Any] | None:
    """Numbers or truth values as an array; ``None`` if it is something else, or of several shapes."""
    try:
        array = np.asarray(value)
    except Exception:  # ragged, or an object that gives no array
        return None
    return array if array.dtype.kind in "biufc" else None


def _mapping(expected: Mapping[Any, Any], found: Any, inputs: str, rules: Rules) -> Finding:
    if not isinstance(found, Mapping):
        return Finding(_TYPE.format(inputs=inputs, found=type(found).__name__, expected="dict"), "type")
    if set(found) != set(expected):
        return Finding(_KEYS.format(inputs=inputs), "keys")
    parts = (difference(value, found[key], inputs, rules) for key, value in expected.items())
    return next((part for part in parts if not part), Finding())


def _sequence(expected: list[Any] | tuple[Any, ...], found: Any, inputs: str, rules: Rules) -> Finding:
    if not isinstance(found, list | tuple | np.ndarray):
        kinds = type(found).__name__, type(expected).__name__
        return Finding(_TYPE.format(inputs=inputs, found=kinds[0], expected=kinds[1]), "type")
    if len(found) != len(expected):
        return Finding(_LENGTH.format(inputs=inputs, found=len(found), expected=len(expected)), "shape")
    pairs = zip(expected, found, strict=True)
    parts = (difference(one, other, inputs, rules) for one, other in pairs)
    return next((part for part in parts if not part), Finding())


def _array(expected: Any, numbers: npt.NDArray[Any] | None, found: Any, inputs: str, rules: Rules) -> Finding:
    if all(hasattr(table, "columns") for table in (expected, found)) and list(expected.columns) != list(found.columns):
        return Finding(_KEYS.format(inputs=inputs), "keys")
    if numbers is None:  # words, sets, frames of several types
        # pandas says itself that what is missing in both is the same.
        equals = getattr(expected, "equals", None)
        same = bool(equals(found)) if equals else np.array_equal(np.asarray(expected), np.asarray(found))
        return Finding() if same else Finding(_WRONG.format(inputs=inputs), "value")
    given = as_array(found)
    if given is None:
        return Finding(_NO_NUMBERS.format(inputs=inputs, found=type(found).__name__), "type")
    if not rules.shape and given.size == numbers.size:
        given, numbers = given.reshape(-1), numbers.reshape(-1)
    if given.shape != numbers.shape:
        if given.T.shape == numbers.shape and _close(numbers, given.T, rules):
            return Finding(_TRANSPOSED.format(inputs=inputs), "shape")
        return Finding(_SHAPE.format(inputs=inputs, found=given.shape, expected=numbers.shape), "shape")
    if rules.dtype is not None and given.dtype.kind not in _DTYPES[rules.dtype]:
        return Finding(_DTYPE.format(inputs=inputs, found=given.dtype, expected=rules.dtype), "dtype")
    if _close(numbers, given, rules):
        return Finding()
    return _wrong(numbers, given, inputs, rules)


def _close(expected: npt.NDArray[Any], found: npt.NDArray[Any], rules: Rules) -> bool:
    return np.allclose(found, expected, rtol=rules.rtol, atol=rules.atol, equal_nan=True)


def _wrong(expected: npt.NDArray[Any], found: npt.NDArray[Any], inputs: str, rules: Rules) -> Finding:
    """Name the slip, if it is a usual one."""
    if (np.isfinite(expected) & ~np.isfinite(found)).any():
        return Finding(_NOT_FINITE.format(inputs=inputs), "not finite")
    right, wrong = expected.astype(complex), found.astype(complex)  # without overflow of small integers
    if _close(right, -wrong, rules):
        return Finding(_SIGN.format(inputs=inputs), "sign")
    if right.size > 1:
        if right.ndim == 2 and right.shape[0] == right.shape[1] and _close(right, wrong.T, rules):
            return Finding(_TRANSPOSED.format(inputs=inputs), "transposed")
        if _close(np.sort(right.ravel()), np.sort(wrong.ravel()), rules):
            return Finding(_ORDER.format(inputs=inputs), "order")
        largest = int(np.abs(right).argmax())
        factor = right.flat[largest] / wrong.flat[largest] if wrong.flat[largest] else 0.0
        if _close(right, factor * wrong, rules) and not _close(right, np.full_like(right, right.flat[0]), rules):
            return Finding(_FACTOR.format(inputs=inputs), "factor")
    if np.abs(right - wrong).max() <= _ROUNDED * max(1.0, float(np.abs(right).max())):
        return Finding(_NEARLY.format(inputs=inputs), "nearly")
    fine = np.isclose(wrong, right, rtol=rules.rtol, atol=rules.atol, equal_nan=True)
    if fine.any():
        counts = int(fine.sum()), fine.size
        return Finding(_PARTLY.format(inputs=inputs, right=counts[0], all=counts[1]), "value", counts[0] / counts[1])
    return Finding(_WRONG.format(inputs=inputs), "value", 0.0)


_NONE = _("We called your function with {inputs}. It returned None. Does every way through it end with `return`?")
_NOT_NONE = _("We called your function with {inputs}. There is no answer to that: return None. Yours returned a value.")
_TYPE = _("We called your function with {inputs}. It returned a value of type {found}, and {expected} is asked for.")
_KEYS = _(
    "We called your function with {inputs}. The keys or columns of the result are not those that the task asks for."
)
_LENGTH = _("We called your function with {inputs}. It returned {found} values, and {expected} are asked for.")
_NO_NUMBERS = _(
    "We called your function with {inputs}. It returned a value of type {found}, which cannot be read as numbers. "
    "Return numbers, or an array of them."
)
_SHAPE = _(
    "We called your function with {inputs}. The result has shape {found}, and {expected} is asked for. "
    "Follow the shape through your code: which line changes it?"
)
_TRANSPOSED = _("We called your function with {inputs}. Rows and columns of the result are exchanged. Mind the axes.")
_DTYPE = _("We called your function with {inputs}. The values have the type {found}; {expected} is asked for.")
_NOT_FINITE = _(
    "We called your function with {inputs}. The result has values that are nan or infinite, and it need not. "
    "Which step gets too large for a computer, or divides by 0?"
)
_SIGN = _("We called your function with {inputs}. The result has the wrong sign. Look for a minus, or an order.")
_ORDER = _("We called your function with {inputs}. The values are right, but not in their places. Mind the order.")
_FACTOR = _(
    "We called your function with {inputs}. The result is the right one times a constant. "
    "Is it a sum or a mean, and over how many?"
)
_NEARLY = _(
    "We called your function with {inputs}. The result is nearly right, but not quite. "
    "Do not round, and look for a small number that you add, or a divisor that is off by one."
)
_PARTLY = _(
    "We called your function with {inputs}. Of the values that it returned, {right} of {all} are right. "
    "What do the others have in common?"
)
_WRONG = _(
    "We called your function with {inputs}. The result is not right. Work out a small case of this kind by hand, "
    "and compare it line by line."
)
