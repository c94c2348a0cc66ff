"""Metrics that the judge works out itself, on whatever form the answers have."""

from typing import Any

import numpy as np
import numpy.typing as npt

from softmark.checks.heads import Floats
from softmark.checks.models import predict
from softmark.messages import _

_CLIP = 1e-7  # where Keras clips probabilities that it is given: its default epsilon
_UNDERFLOW = float(np.finfo("float32").tiny)  # where the softmax of a float32 network ends


def as_labels(y: Any) -> npt.NDArray[Any]:
    """Class labels, shape (n,), from (n,), (n, 1), one-hot or probability columns (n, K).

    Accepts lists, arrays, tensors, series and frames. Whole numbers come back as integers.

    Raises:
        ValueError: if the values are no labels: fractions in a single column, or more than two axes.
    """
    labels = np.asarray(y)
    if labels.ndim == 2:
        labels = labels[:, 0] if labels.shape[1] == 1 else labels.argmax(axis=1)
    if labels.ndim != 1:
        raise ValueError(_("Labels have shape {}, expected (n,), (n, 1) or (n, classes).").format(labels.shape))
    if labels.dtype.kind == "b":
        return labels.astype("int64")
    if labels.dtype.kind == "f":
        if not (np.isfinite(labels).all() and (labels == np.round(labels)).all()):
            raise ValueError(_("These are not class labels: they hold fractions. Cut probabilities first."))
        return labels.astype("int64")
    return labels


def as_probabilities(outputs: Any) -> Floats:
    """Probabilities of each class, shape (n, K), rows sum to 1.

    A single column, or shape (n,), is the probability of class 1 and gives two columns. Outputs outside
    0..1 are taken as logits. Columns that do not sum to 1 (separate sigmoids) are divided by their sum.
    """
    given = np.asarray(outputs, dtype="float64")
    given = given.reshape(len(given), -1)
    if given.min() < 0 or given.max() > 1 + 1e-5:
        if given.shape[1] == 1:
            given = np.concatenate([np.zeros_like(given), given], axis=1)
        powers = np.exp(given - given.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    if given.shape[1] == 1:
        return np.concatenate([1 - given, given], axis=1)
    return np.asarray(given / np.maximum(given.sum(axis=1, keepdims=True), _CLIP))


def predict_probabilities(model: Any, x: Any) -> Floats:
    """Probabilities of each class, shape (n, K), whether ``model`` ends in softmax, sigmoid or logits."""
    return as_probabilities(predict(model, x))


def predict_classes(model: Any, x: Any) -> npt.NDArray[np.int64]:
    """Class of each row, shape (n,): the largest column; one unit is cut at probability 0.5 (logit 0)."""
    return np.asarray(predict_probabilities(model, x).argmax(axis=1), dtype="int64")


def accuracy(y_true: Any, y_pred: Any) -> float:
    """Share of rows whose label is right; both in any form of :func:`as_labels`."""
    from sklearn.metrics import accuracy_score

    return float(accuracy_score(as_labels(y_true), as_labels(y_pred)))


def f1(y_true: Any, y_pred: Any, positive: Any = 1) -> float:
    """F1 of the class ``positive``; 0 where it is neither there nor predicted."""
    from sklearn.metrics import f1_score

    return float(f1_score(as_labels(y_true) == positive, as_labels(y_pred) == positive, zero_division=0))


def macro_f1(y_true: Any, y_pred: Any) -> float:
    """Mean of the F1 of all classes that are there or predicted."""
    from sklearn.metrics import f1_score

    return float(f1_score(as_labels(y_true), as_labels(y_pred), average="macro", zero_division=0))


def confusion_matrix(y_true: Any, y_pred: Any) -> npt.NDArray[np.int64]:
    """Counts, shape (K, K): rows are the true classes, columns the predicted ones, in sorted order."""
    from sklearn.metrics import confusion_matrix as counts

    return np.asarray(counts(*_pair(y_true, y_pred)), dtype="int64")


def precision(y_true: Any, y_pred: Any, positive: Any = 1) -> float:
    """Of the rows that are said to be ``positive``, the share that is; 0 if there are none."""
    truth, said = (labels == positive for labels in _pair(y_true, y_pred))
    return _share(truth & said, said)


def recall(y_true: Any, y_pred: Any, positive: Any = 1) -> float:
    """Of the rows that are ``positive``, the share that is found; 0 if there are none."""
    truth, said = (labels == positive for labels in _pair(y_true, y_pred))
    return _share(truth & said, truth)


def specificity(y_true: Any, y_pred: Any, positive: Any = 1) -> float:
    """Of the rows that are not ``positive``, the share that is not said to be; 0 if there are none."""
    truth, said = (labels != positive for labels in _pair(y_true, y_pred))
    return _share(truth & said, truth)


def balanced_accuracy(y_true: Any, y_pred: Any) -> float:
    """Mean of the recalls of all classes that are there: 1/K for whoever always gives the same one of K."""
    return float(np.mean([recall(y_true, y_pred, positive=label) for label in np.unique(as_labels(y_true))]))


def roc_auc(y_true: Any, scores: Any, positive: Any = 1) -> float:
    """Probability that a row of class ``positive`` has a higher score than another one; 0.5 by chance.

    Args:
        y_true: labels as in :func:`as_labels`, n of them, of two classes.
        scores: probabilities, logits or distances, shape (n,) or (n, 1); of two columns, the last one less the first.

    Raises:
        ValueError: if there are not as many scores as labels, or only one class.
    """
    from sklearn.metrics import roc_auc_score

    given = np.asarray(scores, dtype="float64")
    given = given.reshape(len(given), -1)
    if given.shape[1] > 2:
        raise ValueError(_("Scores have shape {}, expected (n,), (n, 1) or (n, 2).").format(given.shape))
    return float(
        roc_auc_score(as_labels(y_true) == positive, given[:, -1] - (given[:, 0] if given.shape[1] == 2 else 0))
    )


def cut(scores: Any, at: float = 0.5) -> npt.NDArray[np.int64]:
    """Classes 0 and 1, shape (n,), from scores (n,), (n, 1), or two columns (the last counts): 1 from ``at`` on."""
    given = np.asarray(scores, dtype="float64")
    return (given.reshape(len(given), -1)[:, -1] >= at).astype("int64")


def _pair(y_true: Any, y_pred: Any) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    truth, said = as_labels(y_true), as_labels(y_pred)
    if len(truth) != len(said):
        raise ValueError(_("There are {0} labels and {1} predictions.").format(len(truth), len(said)))
    return truth, said


def _share(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> float:
    return float(part.sum() / max(1, whole.sum()))


def cross_entropy(model_or_probabilities: Any, y: Any, x: Any = None) -> float:
    """Mean cross-entropy in nats, without any penalty that a training loss may hold.

    As Keras logs it: from the values before the softmax, which know no smallest probability, for a model that ends
    in several units; of probabilities, and of a single sigmoid unit (near 1 it has no more digits), clipped at 1e-7.

    Args:
        model_or_probabilities: probabilities as in :func:`as_probabilities`, or, if ``x`` is given, a model.
        y: labels 0..K-1 as in :func:`as_labels`, n of them.
        x: inputs for the model, n rows.

    Raises:
        ValueError: if there are not as many labels as rows, or a label has no column.
    """
    outputs = np.asarray(model_or_probabilities if x is None else predict(model_or_probabilities, x), dtype="float64")
    floor = _UNDERFLOW if x is not None and outputs.ndim > 1 and outputs.shape[1] > 1 else _CLIP
    probabilities = as_probabilities(outputs)
    labels = as_labels(y)
    if len(labels) != len(probabilities) or labels.min() < 0 or labels.max() >= probabilities.shape[1]:
        raise ValueError(
            _("{0} labels do not go with probabilities of shape {1}.").format(len(labels), probabilities.shape)
        )
    chosen = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(chosen, floor, 1.0)).mean())


def majority_baseline(y: Any) -> float:
    """Accuracy of always answering the most frequent class."""
    _classes, counts = np.unique(as_labels(y), return_counts=True)
    return float(counts.max() / counts.sum())
