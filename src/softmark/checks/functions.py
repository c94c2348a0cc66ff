"""Functions that students write: held against a reference, and against themselves."""

import contextlib
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from softmark.checks.findings import Finding
from softmark.checks.inputs import Draw
from softmark.checks.values import Rules, difference
from softmark.messages import _

# What a slip in a function raises. Time that is used up and the like are none of these, and go on to the grader.
_SLIPS = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError, RuntimeError, TypeError,
    ValueError,
)  # fmt: skip


def compare(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    draw: Draw | Sequence[Draw] = (),
    edges: Mapping[str, tuple[Any, ...]] | None = None,
    *,
    rounds: int = 10,
    seed: int = 0,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    shape: bool = True,
    dtype: str | None = None,
    gives: type | None = None,
    changes: bool = False,
) -> Finding:
    """Call a student's function and a reference with the same inputs, and compare what they give and do.

    Computed: the reference runs in the judge, and only inputs are handed over. Each call gets inputs of its own.

    >>> def mean_of_rows(x):
    ...     return x.mean(axis=1)
    >>> from softmark.checks import numbers
    >>> found = compare(lambda x: x.mean(axis=0), mean_of_rows, numbers(4, 3), {"one row": (np.ones((1, 3)),)})
    >>> found.seen
    'shape'

    Args:
        function: the student's. May give numbers, texts, ``None``, arrays, tensors, frames, and tuples, lists or
            dictionaries of these; lists, arrays and tensors of the same numbers are the same answer.
        reference: gives the right answer. Where it raises an error, the student's must raise one of that class.
        draw: makes the random inputs from a generator: one argument for each of several (see
            :func:`~softmark.checks.numbers`), or a single one. A drawn tuple is *all* arguments.
        edges: kind of input, in words that a student may read -> its arguments.
        rounds: how many random inputs are drawn.
        seed: of the generator.
        rtol: relative tolerance, as in ``numpy.allclose``.
        atol: absolute tolerance.
        shape: whether shapes must agree; else only the number of values.
        dtype: ``"integer"``, ``"float"`` or ``"bool"`` if values of such a type are asked for.
        gives: the type that is asked for, if one is (``np.ndarray``, say).
        changes: whether the function may change its arguments.

    Returns:
        A finding for the first input that went wrong, edges last. ``seen`` is ``"error"``, ``"no error"``,
        ``"printed"``, ``"changed"``, ``"none"``, ``"type"``, ``"keys"``, ``"shape"``, ``"dtype"``, ``"not finite"``,
        ``"sign"``, ``"transposed"``, ``"order"``, ``"factor"``, ``"nearly"`` or ``"value"``.

    Raises:
        ValueError: if there are no inputs at all.
    """
    rules = Rules(rtol, atol, shape, dtype, gives)
    inputs = [(_RANDOM, args) for args in _drawn(draw, rounds, seed)]
    inputs += list((edges or {}).items())
    if not inputs:
        raise ValueError(_("There is nothing to call the function with. Give `draw`, `edges` or both."))
    for kind, args in inputs:
        found = _compare_once(function, reference, kind, args, rules, changes)
        if not found:
            return found
    return Finding()


def row_by_row(
    function: Callable[[Any], Any],
    rows: Any,
    *,
    rtol: float = 1e-5,
    atol: float = 1e-8,
) -> Finding:
    """Whether a function of a batch treats each row on its own: all rows at once give what each alone gives.

    Needs no reference. Tells apart functions that take no batch, mix rows, or normalise over the wrong axis. Computed.

    >>> def softmax(x):
    ...     return np.exp(x) / np.exp(x).sum()  # over all rows
    >>> row_by_row(softmax, np.eye(3)).seen
    'mixed'

    Args:
        function: takes an array of shape (n, ...), gives one of shape (n, ...).
        rows: shape (n, ...), n >= 2.
        rtol: relative tolerance.
        atol: absolute tolerance.

    Returns:
        A finding; ``seen`` is ``"error"``, ``"shape"`` (not one result for each row) or ``"mixed"``.
    """
    batch = np.asarray(rows)
    try:
        together = np.asarray(function(batch.copy()))
        if together.ndim == 0 or len(together) != len(batch):
            return Finding(_NOT_EACH.format(found=together.shape, expected=len(batch)), "shape")
        alone = [np.asarray(function(batch[[place]].copy())) for place in range(len(batch))]
    except _SLIPS as error:
        return Finding(_RAISED.format(inputs=_BATCH, error=_name_of(error)), "error")
    each = zip(together, alone, strict=True)
    same = all(
        one.shape == (1, *row.shape) and np.allclose(one[0], row, rtol=rtol, atol=atol, equal_nan=True)
        for row, one in each
    )
    return Finding() if same else Finding(_MIXED, "mixed")


def _drawn(draw: Draw | Sequence[Draw], rounds: int, seed: int) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(seed)
    if callable(draw):
        drawn = (draw(rng) for _round in range(rounds))
        return [args if isinstance(args, tuple) else (args,) for args in drawn]
    return [tuple(one(rng) for one in draw) for _round in range(rounds if draw else 0)]


def _compare_once(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    kind: str,
    args: tuple[Any, ...],
    rules: Rules,
    changes: bool,
) -> Finding:
    wanted: type[Exception] | None = None
    expected = None
    try:
        expected = reference(*_copy(args))
    except _SLIPS as error:
        wanted = type(error)
    given, said = _copy(args), io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            found = function(*given)
    except _SLIPS as error:
        if wanted is not None and isinstance(error, wanted):
            return Finding()
        if wanted is not None:
            names = _name_of(error), wanted.__name__
            return Finding(_OTHER_ERROR.format(inputs=kind, error=names[0], expected=names[1]), "error")
        return Finding(_RAISED.format(inputs=kind, error=_name_of(error)), "error")
    if wanted is not None:
        return Finding(_NO_ERROR.format(inputs=kind, expected=wanted.__name__), "no error")
    if not changes and not difference(list(args), list(given), kind, Rules(0, 0)):
        return Finding(_CHANGED.format(inputs=kind), "changed")
    if found is None and expected is not None and said.getvalue().strip():
        return Finding(_PRINTED.format(inputs=kind), "printed")
    return difference(expected, found, kind, rules)


def _copy(value: Any) -> Any:
    """The value with copies of what can be changed; functions and models as they are."""
    if type(value) in (list, tuple):
        return type(value)(map(_copy, value))
    if type(value) is dict:
        return {key: _copy(part) for key, part in value.items()}
    plain = type(value).__module__.partition(".")[0] in ("numpy", "pandas") or type(value) in (set, bytearray)
    return value.copy() if plain and not callable(value) and hasattr(value, "copy") else value


def _name_of(error: Exception) -> str:
    """The name of the built-in class of an error: what a class of one's own is called says little."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


_RANDOM = _("random inputs")
_BATCH = _("several rows at once")
_RAISED = _(
    "We called your function with {inputs}. It stopped with the error {error}. Call it with inputs of this kind "
    "yourself, and read the last lines of the error."
)
_OTHER_ERROR = _(
    "We called your function with {inputs}. It raised the error {error}, and {expected} is asked for. "
    "Look for what is not allowed before you compute with it."
)
_NO_ERROR = _(
    "We called your function with {inputs}. That should raise the error {expected}, and nothing was raised. "
    "Check the arguments first."
)
_CHANGED = _(
    "We called your function with {inputs}. It changed what it was given: whoever calls it loses the original. "
    "Work on a copy, without +=, *= or an assignment to x[...]."
)
_PRINTED = _(
    "We called your function with {inputs}. It printed something and returned None. `print` only shows a value; "
    "`return` hands it on."
)
_NOT_EACH = _(
    "We called your function with several rows at once. The result has shape {found}, and there were {expected} rows. "
    "Give one result for each row: look at `axis`."
)
_MIXED = _(
    "We called your function with several rows at once, and with each row alone. The results differ, so rows have an "
    "effect on each other. Look at `axis` and `keepdims`."
)
