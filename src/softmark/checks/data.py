"""Data discipline: what was split how, and whether rows kept what belongs to them.

All of it is computed by the judge from the arrays, frames or lists that the student made and the data that the author
has. Compare rows before they were scaled: a scaled row is not known again. What is no table, or empty, gives a finding
with ``seen == "unreadable"``.
"""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from softmark.checks.findings import Finding, or_unreadable
from softmark.checks.metrics import as_labels
from softmark.checks.rows import Row, rows_of
from softmark.messages import _


@or_unreadable
def no_overlap(*parts: Any, data: Any = None) -> Finding:
    """Whether no row stands in two parts of a split (training, validation, test rows ...).

    Rows that the data have several times may stand in several parts, as often as they are there.

    >>> no_overlap([[1], [2]], [[3], [2]]).seen, bool(no_overlap([[1], [2]], [[2]], data=[[2], [1], [2]]))
    ('overlap', True)

    Args:
        parts: two tables or more, shape (n, ...) each.
        data: what was split; without it, each row is taken to be there once in all.

    Returns:
        A finding; ``seen`` is ``"overlap"``. ``share`` is the share of rows that are not shared.
    """
    counts = [Counter(rows_of(part)) for part in parts]
    there = Counter(rows_of(data)) if data is not None else Counter[Row]()
    total = sum(counts, Counter[Row]())
    shared = {row for row in total if sum(row in part for part in counts) > 1}
    extra = sum(max(0, min(total[row] - max(there[row], 1), _elsewhere(counts, row))) for row in shared)
    if not extra:
        return Finding()
    return Finding(_OVERLAP.format(extra), "overlap", 1 - extra / total.total())


@or_unreadable
def drawn_from(part: Any, data: Any) -> Finding:
    """Whether every row of a part stands in the data, and no more often than there.

    Rows that resampling made (SMOTE, noise) are not there; oversampled ones are there less often. So this is for
    validation and test rows, which are to be as nature made them.

    >>> drawn_from([[1], [1]], [[1], [2]]).seen, drawn_from([[1.5]], [[1], [2]]).seen
    ('repeated', 'new')

    Args:
        part: shape (n, ...).
        data: shape (m, ...), the rows that there are.

    Returns:
        A finding; ``seen`` is ``"new"`` or ``"repeated"``. ``share`` is the share of rows that are fine.
    """
    found, there = Counter(rows_of(part)), Counter(rows_of(data))
    new = sum(count for row, count in found.items() if row not in there)
    if new:
        return Finding(_NEW.format(new, found.total()), "new", 1 - new / found.total())
    repeated = (found - there).total()
    if repeated:
        return Finding(_REPEATED.format(repeated, found.total()), "repeated", 1 - repeated / found.total())
    return Finding()


@or_unreadable
def stratified(*parts: Any, rows: int = 1) -> Finding:
    """Whether each class was divided in the same proportion, up to single rows.

    Args:
        parts: labels of the parts of one split, in any form of :func:`~softmark.checks.as_labels`.
        rows: how many rows of a class rounding may cost; 2 for a split of a split.

    >>> bool(stratified([0, 0, 0, 1], [0, 0, 0, 1])), stratified([0, 0, 0, 0, 0, 0], [1, 1]).seen
    (True, 'uneven')

    Returns:
        A finding; ``seen`` is ``"uneven"``. A random split of few rows may be even by luck.
    """
    for part in parts:
        rows_of(part)  # refuses what is empty
    counts = [Counter(as_labels(part).tolist()) for part in parts]
    whole = sum(counts, Counter[Any]())
    for part in counts:
        # One share of all classes must fit all counts.
        lowest = max((part[label] - rows) / whole[label] for label in whole)
        highest = min((part[label] + rows) / whole[label] for label in whole)
        if lowest > highest:
            return Finding(_UNEVEN, "uneven", 0.0)
    return Finding()


@or_unreadable
def together(x_part: Any, y_part: Any, x: Any, y: Any) -> Finding:
    """Whether the rows of X and y still belong together after shuffling and splitting.

    >>> together([[2], [1]], [20, 10], [[1], [2]], [10, 20]).message
    ''
    >>> together([[2], [1]], [10, 20], [[1], [2]], [10, 20]).seen
    'apart'

    Args:
        x_part: the student's rows, shape (n, ...).
        y_part: the student's labels or numbers, shape (n,), (n, 1) or one-hot.
        x: all rows, shape (m, ...).
        y: what belongs to them; of rows that are there several times, any label fits.

    Returns:
        A finding; ``seen`` is ``"length"`` (not one label for each row), ``"new"`` (rows that are not in the data) or
        ``"apart"``. ``share`` is the share of rows with their label.
    """
    found, labels, known = rows_of(x_part), _answers(y_part), defaultdict[Row, set[Row]](set)
    if len(found) != len(labels):
        return Finding(_LENGTH.format(len(found), len(labels)), "length", 0.0)
    for row, label in zip(rows_of(x), _answers(y), strict=True):
        known[row].add(label)
    new = sum(row not in known for row in found)
    if new:
        return Finding(_NEW.format(new, len(found)), "new", 1 - new / len(found))
    apart = sum(label not in known[row] for row, label in zip(found, labels, strict=True))
    return Finding(_APART.format(apart, len(found)), "apart", 1 - apart / len(found)) if apart else Finding()


@or_unreadable
def in_time_order(*parts: Any, data: Any = None) -> Finding:
    """Whether every moment of a part lies before every moment of the next one.

    >>> bool(in_time_order([1, 2], [3])), in_time_order([1, 3], [2]).seen
    (True, 'mixed')
    >>> bool(in_time_order([[7.5], [0.1]], [[3.2]], data=[[0.1], [7.5], [3.2]]))
    True

    Args:
        parts: moments of each part, shape (n,): numbers or dates. With ``data``, the rows themselves instead.
        data: all rows in the order of time. Rows that it has several times say nothing of the order.

    Returns:
        A finding; ``seen`` is ``"reversed"``, ``"mixed"``, or ``"new"`` (rows that are not in the data).
    """
    for part in parts:
        rows_of(part)  # refuses what is empty
    moments = [np.asarray(part).reshape(-1) for part in parts] if data is None else _places(parts, data)
    if isinstance(moments, Finding):
        return moments
    pairs = [(one, other) for one, other in pairwise(moments) if one.size and other.size]
    if all(one.max() < other.min() for one, other in pairs):
        return Finding()
    if all(other.max() < one.min() for one, other in pairs):
        return Finding(_REVERSED, "reversed", 0.0)
    return Finding(_SHUFFLED, "mixed", 0.0)


@or_unreadable
def windows(x: Any, y: Any, series: Any, horizon: int = 1) -> Finding:
    """Whether windows of a series end before their targets, ``horizon`` steps ahead.

    >>> series = np.array([0.5, 1.5, 4.0, 2.0, 7.0])
    >>> bool(windows([[0.5, 1.5], [1.5, 4.0]], [4.0, 2.0], series)), windows([[0.5, 1.5]], [1.5], series).seen
    (True, 'target inside')

    Args:
        x: windows, shape (n, width), or (n, width, features) with the series as the first feature.
        y: targets, shape (n,) or (n, 1).
        series: shape (m,), its values nearly all different (take a series of random numbers).
        horizon: how many steps after a window's last value its target lies.

    Returns:
        A finding; ``seen`` is ``"shape"``, ``"new"`` (windows that are no part of the series), ``"target inside"`` or
        ``"other step"``. ``share`` is the share of windows with their target.
    """
    values = np.asarray(series, dtype="float64").reshape(-1)
    given, targets = np.asarray(x, dtype="float64"), np.asarray(y, dtype="float64").reshape(-1)
    given = given[..., 0] if given.ndim == 3 else given
    if given.ndim != 2 or len(given) != len(targets) or not 0 < given.shape[1] < len(values):
        return Finding(_NO_WINDOWS.format(np.shape(x), np.shape(y)), "shape", 0.0)
    width = given.shape[1]
    starts = defaultdict[Row, list[int]](list)
    for start, window in enumerate(rows_of(np.lib.stride_tricks.sliding_window_view(values, width))):
        starts[window].append(start)
    seen = Counter[str]()
    for window, row, target in zip(given, rows_of(given), targets, strict=True):
        later = [start + width - 1 + horizon for start in starts[row]]
        if not later:
            seen["new"] += 1
        elif any(place < len(values) and np.isclose(values[place], target) for place in later):
            seen["right"] += 1
        else:
            seen["target inside" if np.isclose(window, target).any() else "other step"] += 1
    share = seen["right"] / max(1, len(given))
    for what, message in (("new", _NOT_IN_SERIES), ("target inside", _INSIDE), ("other step", _OTHER_STEP)):
        if seen[what]:
            return Finding(message.format(seen[what], len(given)), what, share)
    return Finding()


def _elsewhere(counts: list[Counter[Row]], row: Row) -> int:
    """How often a row stands outside the part that has it most often, which may have repeated it by itself."""
    return sum(sorted(part[row] for part in counts)[:-1])


def _answers(y: Any) -> list[Row]:
    array = np.asarray(y)
    if array.ndim == 2 and array.shape[1] > 1:
        array = as_labels(array)
    return rows_of(array)


def _places(parts: tuple[Any, ...], data: Any) -> list[npt.NDArray[Any]] | Finding:
    known = rows_of(data)
    count = Counter(known)
    place = {row: position for position, row in enumerate(known)}
    placed = []
    for part in map(rows_of, parts):
        new = sum(row not in place for row in part)
        if new:
            return Finding(_NEW.format(new, len(part)), "new", 1 - new / len(part))
        placed.append(np.array([place[row] for row in part if count[row] == 1]))
    return placed


_OVERLAP = _(
    "{} rows stand in two of your parts. What a model has seen in training says nothing about new data. Split once, so "
    "that each row goes to one part."
)
_NEW = _(
    "Of {1} rows, {0} are not among the rows that were given. Take the rows as they are, before scaling, and let "
    "nothing make new ones (resampling is for training rows alone)."
)
_REPEATED = _(
    "Of {1} rows, {0} are there more often than in the given data. Measure on rows as they come, without resampling."
)
_UNEVEN = _(
    "The classes do not have the same shares in your parts. Divide each class in the same proportion (`stratify`), "
    "so that the parts can be compared."
)
_LENGTH = _("You have {0} rows and {1} labels. Each row needs one: split both with the same indices.")
_APART = _(
    "Of {1} rows, {0} have the label of another row. Shuffle and split X and y with the same order, in one call or "
    "with one array of indices."
)
_REVERSED = _("The later moments come first in your split. Train on the past, and measure on what comes after it.")
_SHUFFLED = _(
    "Past and future are mixed in your split, so the model knows what comes after the moments that it is tested on. "
    "Split at a point in time, without shuffling."
)
_NO_WINDOWS = _(
    "Your windows have shape {0} and your targets {1}. Give (n, width) and (n,): one target for each window."
)
_NOT_IN_SERIES = _(
    "Of {1} windows, {0} are not neighbouring values of the series. Look at where a window begins and ends."
)
_INSIDE = _(
    "Of {1} windows, {0} contain their own target: there is nothing left to predict. "
    "Let a window end before its target."
)
_OTHER_STEP = _("Of {1} windows, {0} have a target from another step. Count from the last value of a window.")
