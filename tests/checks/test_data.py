"""Splits, windows and rows are looked at as values, however the student made them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import StratifiedKFold, train_test_split

from softmark.checks import drawn_from, in_time_order, no_overlap, stratified, together, windows

RNG = np.random.default_rng(0)
X = RNG.normal(size=(200, 4))
Y = (X[:, 0] > 0.5).astype(int)
FRAME = pd.DataFrame(X, columns=list("abcd"))
SERIES = RNG.normal(size=120).cumsum()


def splits():
    """Right ways to split: rows and labels of training and test."""
    order = np.random.default_rng(1).permutation(200)
    yield train_test_split(X, Y, stratify=Y, test_size=0.25, random_state=0)
    yield train_test_split(FRAME, pd.Series(Y), stratify=Y, test_size=0.25, random_state=1)
    train, test = next(StratifiedKFold(5, shuffle=True, random_state=0).split(X, Y))
    yield X[train].astype("float32"), X[test].tolist(), Y[train][:, None], np.eye(2)[Y[test]]
    kept = [np.flatnonzero(Y[order] == label) for label in (0, 1)]
    test = order[np.concatenate([part[: len(part) // 4] for part in kept])]
    train = np.setdiff1d(order, test)
    yield X[train], X[test], Y[train], Y[test]


@pytest.mark.parametrize("split", list(splits()), ids=["library", "frames", "folds", "by hand"])
def test_right_splits_are_right(split):
    """Arrays, frames, lists, single precision, columns and one-hot labels: the rows are what counts."""
    x_train, x_test, y_train, y_test = split
    for found in (
        no_overlap(x_train, x_test, data=X),
        no_overlap(x_train, x_test),
        drawn_from(x_test, X),
        together(x_train, y_train, X, Y),
        together(x_test, y_test, X, Y),
        stratified(y_train, y_test),
    ):
        assert found.message == ""


def test_rows_in_two_parts():
    """A leak of single rows is found, counted, and told from rows that the data have twice."""
    found = no_overlap(X[:150], X[140:])
    assert (found.seen, found.share) == ("overlap", pytest.approx(1 - 10 / 210))
    assert "10 rows" in found.message
    assert no_overlap(X[:100], X[100:150], X[150:])
    assert no_overlap(X[:100], X[100:160], X[90:]).seen == "overlap"
    assert no_overlap(X[:100], X[100:160], X[150:]).message.startswith("10 rows")
    twice = np.concatenate([X, X[:5]])
    assert no_overlap(X, X[:5], data=twice)
    assert no_overlap(X, X[:6], data=twice).message.startswith("1 rows")
    assert no_overlap(np.concatenate([X[:150], X[:20]]), X[150:], data=X)  # oversampled training rows are no leak
    # A duplicate that fits does not make up for a row that does not.
    assert no_overlap(X, X[3:4], X[100:101], data=np.concatenate([X, X[3:4], X[3:4]])).seen == "overlap"


def test_resampled_parts():
    """Oversampled, synthetic and noisy validation rows are none of the data's; an honest part is."""
    assert drawn_from(X[50:90], X)
    assert drawn_from(FRAME.sample(50, random_state=0), FRAME)
    assert drawn_from(np.concatenate([X[:9], X[:3]]), X).seen == "repeated"
    synthetic = (X[:5] + X[5:10]) / 2
    found = drawn_from(np.concatenate([X[:15], synthetic]), X)
    assert (found.seen, found.share) == ("new", 0.75)
    assert drawn_from(X[:5] * 2, X).seen == "new"


def test_words_missing_values_and_pictures_are_rows():
    """Rows are known again by words, gaps, signs of zero, and in any number of axes."""
    table = pd.DataFrame({"port": ["C", "Q", None], "age": [20.0, np.nan, 3.0]})
    assert drawn_from(table.iloc[::-1], table)
    assert no_overlap(table.iloc[:2], table.iloc[1:]).seen == "overlap"
    pictures = RNG.normal(size=(6, 3, 3, 1))
    assert no_overlap(pictures[:3], pictures[2:]).seen == "overlap"
    assert drawn_from([[-0.0, np.nan]], [[0.0, np.nan]])


def test_unstratified_splits():
    """A plain split of sorted or rare labels is uneven; rounding is not, in a split of a split neither."""
    y = np.sort(Y)
    assert stratified(y[:150], y[150:]).seen == "uneven"
    rare = np.r_[np.zeros(190, int), np.ones(10, int)]
    assert stratified(np.r_[rare[:140], rare[-2:]], rare[140:-2]).seen == "uneven"
    odd = np.array(["a"] * 31 + ["b"] * 17 + ["c"] * 5)
    rest, test = train_test_split(odd, stratify=odd, test_size=0.3, random_state=0)
    train, validation = train_test_split(rest, stratify=rest, test_size=0.3, random_state=0)
    assert stratified(rest, test)
    assert stratified(train, validation, test, rows=2)
    assert stratified(np.eye(2)[y[::2]], y[1::2])


def test_labels_apart_from_their_rows():
    """Shuffled apart, sorted, of another length, or of scaled rows: each is seen; numbers are labels, too."""
    order = np.random.default_rng(2).permutation(200)
    assert together(X[order], Y[order], X, Y)
    found = together(X[order], Y, X, Y)
    assert found.seen == "apart"
    assert found.share == pytest.approx((Y[order] == Y).mean())
    assert together(X, Y[:-1], X, Y).seen == "length"
    assert together(X * 2, Y, X, Y).seen == "new"
    price = X @ [1.0, 2.0, 3.0, 4.0]
    assert together(X[order].astype("float32"), price[order].astype("float32")[:, None], X, price)
    assert together(X[order], price, X, price).share < 0.05
    assert together([[1], [1]], [0, 1], [[1], [1]], [1, 0])  # the same row with two labels


def test_order_of_time():
    """Moments as numbers or dates, or rows whose place in the data is their moment."""
    days = pd.date_range("2024-01-01", periods=200)
    assert in_time_order(np.arange(100), np.arange(100, 150), np.arange(150, 200))
    assert in_time_order(days[:100], days[100:])
    assert in_time_order(np.random.default_rng(0).permutation(100), [100, 101])  # order within a part is free
    assert in_time_order(X[:150], X[150:], data=X)
    assert in_time_order(X[150:], X[:150], data=X).seen == "reversed"
    first, second = train_test_split(X, random_state=0)
    assert in_time_order(first, second, data=X).seen == "mixed"
    assert in_time_order(X[:101], X[100:], data=X).seen == "mixed"
    assert in_time_order(days[100:], days[:100]).seen == "reversed"
    assert in_time_order(X[:100] + 1, X[100:], data=X).seen == "new"


def slide(width, horizon=1, late=0):
    """Windows and targets; ``late`` steps too late."""
    count = len(SERIES) - width - horizon - late + 1
    x = np.stack([SERIES[k : k + width] for k in range(count)])
    return x, np.array([SERIES[k + width - 1 + horizon + late] for k in range(count)])


def test_windows_end_before_their_targets():
    """Windows by loops, strides, with features or single precision are right; an off-by-one target is not."""
    x, y = slide(7)
    strides = np.lib.stride_tricks.sliding_window_view(SERIES, 7)[:-1]
    for windows_, targets in (
        (x, y),
        (strides, SERIES[7:]),
        (x[..., None].astype("float32"), y[:, None].astype("float32")),
        (np.stack([x, x**2], axis=-1), y),
        (x[::3].tolist(), y[::3].tolist()),
    ):
        assert windows(windows_, targets, SERIES).message == ""
    assert windows(x, SERIES[6:-1], SERIES).seen == "target inside"
    assert windows(*slide(7, late=1), SERIES).seen == "other step"
    assert windows(*slide(7, horizon=3), SERIES, horizon=3)
    assert windows(*slide(7), SERIES, horizon=3).seen == "other step"
    assert windows(x[:, ::-1], y, SERIES).seen == "new"
    assert windows(np.random.default_rng(0).permuted(x, axis=0), y, SERIES).seen == "new"
    assert windows(x, y[:-1], SERIES).seen == "shape"
    assert windows(x[:, None], y, SERIES).seen != ""


@pytest.mark.parametrize("nothing", [None, [], np.zeros((0, 4)), 5], ids=repr)
def test_nothing_to_look_at_is_not_right(nothing):
    """An empty part would pass any look at its rows; it is said to be empty instead."""
    for found in (
        no_overlap(X, nothing),
        drawn_from(nothing, X),
        stratified(Y, nothing),
        together(nothing, nothing, X, Y),
        together(X, nothing, X, Y),
        in_time_order(X[:9], nothing, data=X),
        windows(nothing, nothing, SERIES),
    ):
        assert not found
        assert found.message
