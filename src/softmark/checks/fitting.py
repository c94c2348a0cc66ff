"""What a scaler, an imputer, a selector or another transformer was fitted on."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from softmark.checks.estimators import leaves, twin
from softmark.checks.findings import Finding, or_unreadable
from softmark.messages import _

Statistics = list[npt.NDArray[np.float64]]
"""Learnt numbers, or for each candidate what it would have given."""

_NEAR: Final = 0.05  # of the way to what another part would have given; ddof=1 and single precision stay far below
_SAME: Final = 1e-3  # relative, for numbers that all parts share (a minimum, say)
# Names of attributes that say nothing of the rows, or whose signs and order are free.
_FREE: Final = frozenset({"n_features_in_", "n_iter_", "components_", "random_state_", "x_max_", "pvalues_"})


@or_unreadable
def fitted_on(fitted: Any, *, of: Any = None, **parts: Any) -> Finding:
    """Which rows something was fitted on, told from its statistics.

    For estimators, clones of it are fitted on each part and their statistics compared; nothing of the student's is
    fitted. For arrays, shift and scale of each column are found out and compared with mean and deviation, minimum and
    maximum, median and quartiles, or largest absolute value of each part.

    Computed from a rebuilt or live estimator, and from arrays. What an estimator that stayed with the submission says
    of its statistics (a pipeline that ends in trees, a selector) is claimed.

    >>> rows = np.array([[1.0, 5.0], [2.0, 9.0], [4.0, 4.0], [9.0, 1.0]])
    >>> scaled = (rows[:3] - rows.mean(axis=0)) / rows.std(axis=0)
    >>> fitted_on(scaled, train=rows[:3], all=rows).seen
    'all'

    Args:
        fitted: an estimator of scikit-learn's, pipelines and column transformers and searches included (all
            transformers in it are looked at); a Keras ``Normalization``; or an array, frame or tensor that the student
            scaled, shape (n, ...).
        of: the rows that such an array was made from, in the same order, shape (n, ...); the first part if not given.
        parts: name -> its rows, or a pair (rows, labels) where fitting needs labels. The first one is right.

    Returns:
        A finding, true if the first part fits. ``seen`` is the name of the part that fits instead, ``"other"``,
        ``"unfitted"``, ``"not scaled"`` or ``"unreadable"``. Parts with the same statistics are not told apart: then
        the first counts.
    """
    if fitted is None:
        return Finding(_NONE, "unreadable", 0.0)
    names = list(parts)
    if _is_normalization(fitted):
        learnt = [np.ravel(np.asarray(getattr(fitted, name), dtype="float64")) for name in ("mean", "variance")]
        options = [_moments(_table(_rows(part))) for part in parts.values()]
        return _finding(_nearest(learnt, options), names)
    if hasattr(fitted, "get_params"):
        return _of_estimator(fitted, parts)
    return _of_array(fitted, _rows(parts[names[0]]) if of is None else of, parts)


def _of_estimator(fitted: Any, parts: Mapping[str, Any]) -> Finding:
    theirs = [leaf for leaf in leaves(fitted) if hasattr(leaf, "transform")]
    if not theirs:
        return Finding(_NOTHING, "other", 0.0)
    copies = [_refitted(fitted, part) for part in parts.values()]
    learnt: Statistics = []
    options: list[Statistics] = [[] for _part in parts]
    for place, leaf in enumerate(theirs):
        for name in sorted(_learnt(copies[0][place])):
            if not hasattr(leaf, name):
                return Finding(_UNFITTED, "unfitted", 0.0)
            learnt.extend(_numbers(getattr(leaf, name)))
            for option, copy in zip(options, copies, strict=True):
                option.extend(_numbers(getattr(copy[place], name)))
    if not learnt:
        return Finding(_NOTHING, "other", 0.0)
    return _finding(_nearest(learnt, options), list(parts))


def _refitted(fitted: Any, part: Any) -> list[Any]:
    """Transformers of the same kind, fitted on a part, in the order of :func:`leaves`."""
    copy = twin(fitted, transformers=True)
    copy.fit(*(part if isinstance(part, tuple) else (part,)))
    return [leaf for leaf in leaves(copy) if hasattr(leaf, "transform")]


def _learnt(fitted: Any) -> Iterator[str]:
    """Names of the attributes with numbers that depend on the rows."""
    for name, value in vars(fitted).items():
        public = name.endswith("_") and not name.startswith("_")
        if (public or name == "_fit_X") and name not in _FREE and list(_numbers(value)):
            yield name


def _numbers(value: Any) -> Iterator[npt.NDArray[np.float64]]:
    if isinstance(value, list | tuple):
        for part in value:
            yield from _numbers(part)
        return
    array = np.asarray(value)
    if array.dtype == object:  # an imputer of columns of several types
        array = np.array([one for one in array.ravel() if isinstance(one, float | int)], dtype="float64")
    if array.dtype.kind in "iuf" and array.size:
        yield np.nan_to_num(array.astype("float64").ravel())  # scores of constant columns are no numbers


def _of_array(scaled: Any, raw: Any, parts: Mapping[str, Any]) -> Finding:
    before, after = _table(raw), _table(scaled)
    if before.shape != after.shape:
        return Finding(_SHAPE.format(np.shape(scaled), np.shape(raw)), "unreadable", 0.0)
    tables = [_table(_rows(part)) for part in parts.values()]
    varies = np.all([np.ptp(table, axis=0) > 0 for table in (before, *tables)], axis=0)
    if not varies.any():
        raise ValueError(_("No column has several values, so nothing can be told of its scale."))
    before, after, tables = before[:, varies], after[:, varies], [table[:, varies] for table in tables]
    slope = ((before - before.mean(axis=0)) * (after - after.mean(axis=0))).mean(axis=0) / before.var(axis=0)
    offset = after.mean(axis=0) - slope * before.mean(axis=0)
    straight = np.allclose(before * slope + offset, after, atol=1e-3 * float(np.abs(after).max()))
    if np.allclose(slope, 1, rtol=_SAME) and np.allclose(before, after):
        return Finding(_NOT_SCALED, "not scaled", 0.0)
    if not straight or not slope.all():
        return Finding(_OTHER, "other", 0.0)
    learnt = [-offset / slope, 1 / slope]
    families = [[list(pair) for pair in _scales(table)] for table in tables]
    fits = [_nearest(learnt, list(options)) for options in zip(*families, strict=True)]
    return _finding(min((fit for fit in fits if fit is not None), default=None), list(parts))


def _scales(table: npt.NDArray[np.float64]) -> Iterator[Statistics]:
    """What is taken away and divided by in the usual ways to scale; of each column, then of all numbers together."""
    columns = table.shape[1]
    for axis in (0, None):
        low, high = table.min(axis=axis), table.max(axis=axis)
        lower, middle, upper = np.percentile(table, [25, 50, 75], axis=axis)
        mean, zero = table.mean(axis=axis), np.zeros_like(low)
        pairs = [
            (mean, table.std(axis=axis)),
            (mean, table.std(axis=axis, ddof=1)),
            (mean, high - low),
            (low, high - low),
            ((low + high) / 2, (high - low) / 2),
            (middle, upper - lower),
            (zero, np.abs(table).max(axis=axis)),
        ]
        for pair in pairs:
            yield [np.broadcast_to(part, columns).astype("float64") for part in pair]


def _nearest(learnt: Statistics, options: list[Statistics]) -> int | None:
    """Place of the first part whose statistics these are, measured by how far the parts are from each other."""
    shapes = [part.shape for part in learnt]
    known = [place for place, option in enumerate(options) if [part.shape for part in option] == shapes]
    if not known:
        return None
    found, table = np.concatenate(learnt), np.stack([np.concatenate(options[place]) for place in known])
    size, gap = np.abs(table).max(axis=0), np.ptp(table, axis=0)
    allowed = np.where(gap > 1e-9 * size, np.maximum(_NEAR * gap, 1e-6 * size), _SAME * size + 1e-9)
    return next(
        (place for place, row in zip(known, table, strict=True) if (np.abs(found - row) <= allowed).all()), None
    )


def _finding(place: int | None, names: list[str]) -> Finding:
    if place == 0:
        return Finding()
    return Finding(_OTHER, "other", 0.0) if place is None else Finding(_LEAK, names[place], 0.0)


def _moments(table: npt.NDArray[np.float64]) -> Statistics:
    return [table.mean(axis=0), table.var(axis=0)]


def _is_normalization(fitted: Any) -> bool:
    return any(kind.__name__ == "Normalization" for kind in fitted.__class__.__mro__)


def _rows(part: Any) -> Any:
    return part[0] if isinstance(part, tuple) else part


def _table(rows: Any) -> npt.NDArray[np.float64]:
    """Rows as numbers, shape (n, columns).

    Raises:
        ValueError: in a student's words, if these are no rows of numbers.
    """
    try:
        array = np.asarray(rows, dtype="float64")
    except (TypeError, ValueError) as error:
        raise ValueError(_("We looked for a table of numbers, and found {}.").format(type(rows).__name__)) from error
    if array.ndim == 0 or not array.size or not np.isfinite(array).all():
        raise ValueError(_("Your table has no rows, or values that are no finite numbers."))
    return array.reshape(len(array), -1)


_NONE = _("There is nothing to look at yet: it is still None. Fit it in its answer cell.")
_LEAK = _(
    "What was learnt from the data (means, deviations, chosen columns and the like) is not that of the training rows "
    "alone: other rows had an effect on it, so the model knows of rows that it is tested on. Call `fit` with the "
    "training rows, and only `transform` with all others."
)
_OTHER = _(
    "What was learnt from the data (means, deviations, chosen columns and the like) is not that of the training rows. "
    "Which rows did you call `fit` with, and were they as they were given?"
)
_UNFITTED = _("It was not fitted yet. Call `fit` with the training rows.")
_NOTHING = _(
    "Nothing in it learns from data: no scaler, imputer or selector. Which step should know the training rows?"
)
_NOT_SCALED = _("Your rows have the same values as the rows that were given. Scale them.")
_SHAPE = _("Your rows have shape {0}, and those that they are made of {1}. Keep every row and column.")
