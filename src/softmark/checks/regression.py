"""Metrics for numbers that the judge works out itself, and simple predictions to beat.

Truth and predictions never broadcast: shape (n,) and (n, 1) are the same n numbers here.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from softmark.messages import _

Floats = npt.NDArray[np.float64]


def as_numbers(y: Any) -> Floats:
    """Numbers, shape (n,) or (n, outputs), from lists, arrays, tensors, series and frames; (n, 1) becomes (n,).

    Raises:
        ValueError: if the values are no numbers, or there is no row.
    """
    try:
        numbers = np.asarray(y, dtype="float64")
    except (TypeError, ValueError) as error:
        raise ValueError(_("Numbers are needed here, and this is of type {}.").format(type(y).__name__)) from error
    if numbers.ndim == 0 or not numbers.size:
        raise ValueError(_("At least one row of numbers is needed here; the shape is {}.").format(numbers.shape))
    return numbers.reshape(len(numbers), -1)[:, 0] if numbers.size == len(numbers) else numbers


def mse(y_true: Any, y_pred: Any) -> float:
    """Mean squared error, in the square of the unit of y; of several outputs, the mean of all.

    nan if a prediction is nan. Where both are pandas objects with the same labels of rows, they are aligned by these.

    Raises:
        ValueError: if truth and predictions are not equally many numbers.
    """
    return float(np.mean(_errors(y_true, y_pred) ** 2))


def rmse(y_true: Any, y_pred: Any) -> float:
    """Square root of :func:`mse`, in the unit of y."""
    return float(np.sqrt(mse(y_true, y_pred)))


def mae(y_true: Any, y_pred: Any) -> float:
    """Mean absolute error, in the unit of y; otherwise as :func:`mse`."""
    return float(np.mean(np.abs(_errors(y_true, y_pred))))


def r2(y_true: Any, y_pred: Any) -> float:
    """Share of the variance of y that is explained: 1 is perfect, 0 is the mean, below 0 is worse than that.

    Of several outputs, the mean of theirs. nan for an output whose truth is constant. Otherwise as :func:`mse`.
    """
    truth = as_numbers(y_true)
    unexplained = np.mean(_errors(y_true, y_pred) ** 2, axis=0)
    spread = truth.var(axis=0)
    return float(np.mean(np.where(spread > 0, 1 - unexplained / np.where(spread > 0, spread, 1), np.nan)))


def mean_baseline(y_train: Any, rows: Any) -> Floats:
    """The mean of the training targets, for each of ``rows``: what a model that looks at no input can do.

    >>> mse([1.0, 5.0], mean_baseline([2.0, 4.0], [[0], [0]]))
    4.0
    """
    mean = as_numbers(y_train).mean(axis=0)
    return np.broadcast_to(mean, (len(rows), *mean.shape)).copy()


def persistence_baseline(windows: Any) -> Floats:
    """The last value of each window, shape (n,): tomorrow will be as today.

    Args:
        windows: shape (n, width), or (n, width, features) with the series itself as the first feature.
    """
    given = np.asarray(windows, dtype="float64")
    return np.asarray(given[:, -1] if given.ndim == 2 else given[:, -1, 0])


def linear_baseline(x_train: Any, y_train: Any, x: Any) -> Floats:
    """What linear least squares, fitted on the training rows, predicts for ``x``, shape (n,) or (n, outputs).

    Args:
        x_train: shape (m, ...); everything but the first axis is one row of features.
        y_train: as in :func:`as_numbers`, m rows.
        x: shape (n, ...).
    """
    from sklearn.linear_model import LinearRegression

    train, new = (np.asarray(table, dtype="float64").reshape(len(table), -1) for table in (x_train, x))
    return np.asarray(LinearRegression().fit(train, as_numbers(y_train)).predict(new))


def _errors(y_true: Any, y_pred: Any) -> Floats:
    rows, others = (y.index if hasattr(y, "loc") else None for y in (y_true, y_pred))
    if rows is not None and others is not None and rows.is_unique and others.is_unique and set(rows) == set(others):
        y_pred = y_pred.loc[rows]
    truth, said = as_numbers(y_true), as_numbers(y_pred)
    if truth.shape != said.shape:
        raise ValueError(
            _("The truth has shape {0}, the predictions {1}. One prediction is needed for each.").format(
                np.shape(y_true), np.shape(y_pred)
            )
        )
    return said - truth
