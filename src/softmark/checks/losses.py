"""What a loss is, told from what it answers, never from its name.

A loss may be a string, an alias, a class, an instance, a function or a lambda, and all of them may mean the
same.
So :func:`probe` asks it for its value on a few fixed rows, and :func:`classify` compares the answers with the
formulas. The answers are plain numbers: they may come from a live model, from a rebuilt one, or over a wire.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import isclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LossKind = Literal[
    "none",
    "sparse categorical cross-entropy",
    "categorical cross-entropy",
    "binary cross-entropy",
    "mean squared error",
    "root mean squared error",
    "mean absolute error",
    "Huber",
    "log-cosh",
    "mean absolute percentage error",
    "mean squared logarithmic error",
    "Poisson",
    "other",
]


@dataclass(frozen=True)
class Loss:
    """What a loss measures.

    Attributes:
        kind: its formula; ``"none"`` if the model was not compiled with a loss, ``"other"`` if it is none
            we know.
        from_logits: whether a cross-entropy applies softmax or sigmoid itself.
        label_smoothing: share of the target that is spread over all classes, 0 for none.
        focal: whether easy rows count less (focal cross-entropy).
        weighted: whether the loss itself weighs the classes differently.
    """

    kind: LossKind
    from_logits: bool = False
    label_smoothing: float = 0.0
    focal: bool = False
    weighted: bool = False


# Two rows of each class, so that class weights cannot explain everything; far from 0 and 1, where losses
# clip.
_CLASSES = np.array([0, 0, 1, 1, 2, 2])
_PROBABILITIES = np.array(
    [[0.7, 0.2, 0.1], [0.25, 0.35, 0.4], [0.1, 0.6, 0.3], [0.5, 0.3, 0.2], [0.25, 0.2, 0.55], [0.6, 0.3, 0.1]]
)
_LOGITS = np.array(
    [
        [2.0, -1.0, 0.5],
        [-0.4, 0.9, 0.1],
        [-3.0, 1.0, 0.2],
        [0.3, -0.7, 0.2],
        [1.1, -0.2, 1.6],
        [0.8, 0.1, -1.3],
    ]
)
_ANSWERS = np.array([1, 1, 1, 0, 0, 0])
_ANSWER_PROBABILITIES = np.array([0.8, 0.3, 0.55, 0.65, 0.15, 0.4])
_ANSWER_LOGITS = np.array([2.0, -1.5, 0.4, 0.7, -2.2, -0.3])
# Positive, so that the losses with a logarithm or a quotient have a value, too; errors below and above 1.
_TARGETS = np.array([1.0, 2.0, 0.5, 3.0, 4.0, 1.5])
_GUESSES = np.array([2.5, 1.8, 0.1, 3.7, 1.0, 6.0])

_ROW_BY_ROW = frozenset(
    """
    binary_crossentropy binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy
    categorical_hinge cosine_similarity hinge huber kl_divergence log_cosh mean_absolute_error
    mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson
    sparse_categorical_crossentropy squared_hinge
    """.split()
)


def _fixtures() -> dict[str, tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Name -> (targets, outputs); the first axis of both is the rows."""
    one_hot = np.eye(3, dtype="float32")[_CLASSES]
    answers = _ANSWERS[:, None].astype("float32")
    return {
        "integers, probabilities": (_CLASSES.astype("int32"), _PROBABILITIES.astype("float32")),
        "integers, logits": (_CLASSES.astype("int32"), _LOGITS.astype("float32")),
        "one-hot, probabilities": (one_hot, _PROBABILITIES.astype("float32")),
        "one-hot, logits": (one_hot, _LOGITS.astype("float32")),
        "yes or no, probabilities": (answers, _ANSWER_PROBABILITIES[:, None].astype("float32")),
        "yes or no, logits": (answers, _ANSWER_LOGITS[:, None].astype("float32")),
        "numbers": (_TARGETS[:, None].astype("float32"), _GUESSES[:, None].astype("float32")),
    }


def probe(model: Any) -> dict[str, list[float]]:
    """Ask the loss that ``model`` was compiled with for its value on fixed rows.

    Nothing is compiled or trained. The result is plain data for :func:`classify`.

    Args:
        model: a live Keras model.

    Returns:
        Fixture name -> loss of each row alone, then of all rows together; ``nan`` where the loss raised or
        gave no number. Empty if the model has no loss.
    """
    loss = getattr(model, "loss", None)
    while isinstance(loss, list | tuple | dict) and len(loss) == 1:
        (loss,) = loss.values() if isinstance(loss, dict) else loss
    if loss is None or isinstance(loss, list | tuple | dict):
        return {}
    function = _callable(loss)
    return {name: _values(function, targets, outputs) for name, (targets, outputs) in _fixtures().items()}


def _callable(loss: Any) -> Any:
    """What Keras itself would call for this loss."""
    if isclass(loss):
        return loss()
    if isinstance(loss, str | Mapping):
        import keras

        return keras.losses.get(loss)
    return loss


def _values(function: Callable[[Any, Any], Any], targets: npt.NDArray[Any], outputs: npt.NDArray[Any]) -> list[float]:
    together = _value(function, targets, outputs)
    formula = _keras_formula(function)
    if formula is None:
        rows = [slice(row, row + 1) for row in range(len(targets))]
        return [*(_value(function, targets[row], outputs[row]) for row in rows), together]
    each = _answer(formula, targets, outputs)
    found = each if each.shape == (len(targets),) else np.full(len(targets), np.nan)
    return [*found.tolist(), together]


def _keras_formula(loss: Any) -> Callable[[Any, Any], Any] | None:
    """What gives one number for each row, each from that row alone, if Keras itself says what the loss is.

    Asking once is seven times as fast, and this is asked of every network that a check looks at.
    """
    import keras

    formula = getattr(loss, "fn", None) if type(loss) in vars(keras.losses).values() else loss
    name = getattr(formula, "__name__", "")
    known = name in _ROW_BY_ROW and getattr(keras.losses, name, None) is formula
    return getattr(loss, "call", loss) if known else None


def _value(function: Callable[[Any, Any], Any], targets: npt.NDArray[Any], outputs: npt.NDArray[Any]) -> float:
    return float(np.mean(_answer(function, targets, outputs)))


def _answer(function: Callable[[Any, Any], Any], targets: npt.NDArray[Any], outputs: npt.NDArray[Any]) -> Floats:
    import keras

    try:
        value = function(keras.ops.convert_to_tensor(targets), keras.ops.convert_to_tensor(outputs))
        return np.asarray(keras.ops.convert_to_numpy(value), dtype="float64")
    except Exception:  # a loss may raise anything on labels of a form that is not its own
        return np.asarray(np.nan)


def classify(answers: Mapping[str, list[float]]) -> Loss:
    """The loss that gives these answers.

    Label smoothing, class weights and focal weights inside the loss are tolerated and reported.

    Args:
        answers: what :func:`probe` returned; missing fixtures and ``nan`` are allowed.
    """
    if not answers:
        return Loss("none")
    one_hot = np.eye(3)[_CLASSES]
    yes = np.stack([1.0 - _ANSWER_PROBABILITIES, _ANSWER_PROBABILITIES], axis=1)
    yes_logits = np.stack([np.zeros(6), _ANSWER_LOGITS], axis=1)
    families: tuple[tuple[LossKind, str, Floats, Floats, Floats], ...] = (
        ("sparse categorical cross-entropy", "integers", one_hot, _PROBABILITIES, _softmax(_LOGITS)),
        ("categorical cross-entropy", "one-hot", one_hot, _PROBABILITIES, _softmax(_LOGITS)),
        ("binary cross-entropy", "yes or no", np.eye(2)[_ANSWERS], yes, _softmax(yes_logits)),
    )
    found = []
    for kind, labels, targets, probabilities, from_logits in families:
        for flag, form, expected in ((True, "logits", from_logits), (False, "probabilities", probabilities)):
            values = _rows(answers, f"{labels}, {form}")
            loss = None if values is None else _cross_entropy(kind, flag, values, targets, expected)
            if loss is not None:
                found.append(loss)
    if found:
        return min(found, key=lambda loss: (loss.focal, loss.weighted, loss.label_smoothing > 0))
    return Loss(_regression(answers.get("numbers", [])))


def _rows(answers: Mapping[str, list[float]], name: str) -> Floats | None:
    """The loss of each row of a fixture, if the loss gave a number for each."""
    values = np.asarray(answers.get(name, ())[: len(_CLASSES)], dtype="float64")
    return values if values.shape == _CLASSES.shape and np.isfinite(values).all() else None


def _close(found: Floats, expected: Floats) -> bool:
    return bool(np.allclose(found, expected, rtol=1e-3, atol=1e-4))


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _cross_entropy(
    kind: LossKind, from_logits: bool, values: Floats, targets: Floats, probabilities: Floats
) -> Loss | None:
    """The cross-entropy of ``probabilities``, shape (6, K), that has these values, or ``None``."""
    surprise = -np.log(probabilities)
    plain = (targets * surprise).sum(axis=1)
    if _close(values, plain):
        return Loss(kind, from_logits)
    # Smoothed targets are (1 - s) * one-hot + s / K, and the loss is linear in s.
    slope = surprise.mean(axis=1) - plain
    share = float(slope @ (values - plain) / (slope @ slope))
    if 0.0 < share < 0.9 and _close(values, plain + share * slope):
        return Loss(kind, from_logits, label_smoothing=round(share, 4))
    if (values <= 0).any():
        return None
    # w_class * (1 - p)^gamma * cross-entropy is linear in log w_class and gamma.
    easy = np.log1p(-(targets * probabilities).sum(axis=1, keepdims=True))
    system = np.concatenate([targets, easy], axis=1)
    solution, *_ = np.linalg.lstsq(system, np.log(values / plain), rcond=None)
    if not _close(values, plain * np.exp(system @ solution)):
        return None
    weights, gamma = solution[:-1], solution[-1]
    if gamma < -0.01 or gamma > 10:
        return None
    return Loss(kind, from_logits, focal=bool(gamma > 0.01), weighted=bool(np.ptp(weights) > 1e-2))


def _regression(answers: list[float]) -> LossKind:
    values = _rows({"numbers": answers}, "numbers")
    if values is None:
        return "other"
    error = _GUESSES - _TARGETS
    size = np.abs(error)
    # Alone, a row's root of the squared error is its absolute error; over all rows together the two differ.
    if _close(values, size) and np.isclose(answers[-1], np.sqrt(np.mean(error**2)), rtol=1e-3):
        return "root mean squared error"
    # Huber's delta follows from the largest error: delta * e - delta^2 / 2 = loss.
    largest = int(np.argmax(size))
    delta = size[largest] - np.sqrt(max(size[largest] ** 2 - 2 * values[largest], 0.0))
    huber = np.where(size <= delta, error**2 / 2, delta * size - delta**2 / 2)
    if delta < 1e-6:
        huber = np.full_like(size, np.nan)
    formulas: dict[LossKind, Floats] = {
        "mean squared error": error**2,
        "mean absolute error": size,
        "Huber": huber,
        "log-cosh": np.log(np.cosh(error)),
        "mean absolute percentage error": 100 * size / _TARGETS,
        "mean squared logarithmic error": (np.log1p(_GUESSES) - np.log1p(_TARGETS)) ** 2,
        "Poisson": _GUESSES - _TARGETS * np.log(_GUESSES),
    }
    return next((kind for kind, expected in formulas.items() if _close(values, expected)), "other")
