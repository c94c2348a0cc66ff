"""What the last layer of a network puts out, told from its outputs."""

from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Head = Literal[
    "softmax", "squashed softmax", "log-softmax", "sigmoid", "tanh", "linear", "positive", "non-negative", "constant"
]


def head_of(outputs: Floats) -> Head:
    """Which kind of output these are.

    Args:
        outputs: shape (rows, units), all finite, for inputs that are small and inputs that are large: only
            large ones tell a bounded output from an unbounded one.

    Returns:
        ``"softmax"`` if rows sum to 1 (one unit that is always 1 is one, too), ``"squashed softmax"`` if another
        activation (a first softmax, sigmoid, tanh, ReLU) stands before it, ``"log-softmax"`` for the logarithms of
        softmax, ``"sigmoid"`` within 0..1, ``"tanh"`` within -1..1 and reaching both ends, ``"non-negative"``
        if values below 0 are cut to 0, ``"positive"`` if all are above 0, ``"constant"`` if the inputs make no
        difference, else ``"linear"``.
    """
    low, high = outputs.min(), outputs.max()
    if low >= 0 and np.allclose(outputs.sum(axis=1), 1.0, atol=1e-3):
        return "squashed softmax" if _squashed(outputs) else "softmax"
    if np.ptp(outputs, axis=0).max() == 0:
        return "constant"
    if high <= 1e-6 and np.allclose(np.exp(outputs).sum(axis=1), 1.0, atol=1e-3):
        return "log-softmax"
    if low >= 0:
        if high <= 1:
            return "sigmoid"
        # Softplus and exp reach 0, too, where float32 ends, but take tiny values on the way; cuts hardly do.
        tiny = ((outputs > 0) & (outputs < 1e-9)).sum()
        return "non-negative" if tiny < 0.05 * (outputs == 0).sum() else "positive"
    if -1 <= low < -0.99 and 0.99 < high <= 1:
        return "tanh"
    return "linear"


def _squashed(probabilities: Floats) -> bool:
    """Whether softmax gets scores that another activation has squeezed together or cut.

    Then they lie at most 1 or 2 apart, and come that far, which plain scores of large inputs hardly ever do exactly; or
    many rows share their smallest score, 0, and have a larger one.
    """
    ordered = np.sort(probabilities, axis=1)
    with np.errstate(divide="ignore"):
        apart = np.log(ordered[:, -1]) - np.log(ordered[:, 0])
    shared = (ordered[:, 0] == ordered[:, :2].max(axis=1)) & (ordered[:, 0] < ordered[:, -1])
    positive = ordered[:, 0] > 0  # where float32 ends, honest probabilities are 0 together
    cut = (shared & positive).sum() > positive.sum() / 4
    return bool(cut or np.isclose(apart.max(), (1.0, 2.0), rtol=0, atol=1e-4).any())


def logits_of(outputs: Floats, head: Head) -> Floats:
    """The values before the output activation, up to a constant per row; ``nan`` where float32 lost them.

    Args:
        outputs: shape (rows, units).
        head: what :func:`head_of` says of them.

    Returns:
        Array of the same shape. For ``"positive"`` outputs, whose activation is not known, the outputs
        themselves.
    """
    with np.errstate(all="ignore"):
        if head in ("softmax", "squashed softmax"):
            logs = np.log(np.where(outputs > 1e-30, outputs, np.nan))
            return np.asarray(logs - logs.mean(axis=1, keepdims=True))
        if head == "log-softmax":
            logs = np.where(outputs > -69, outputs, np.nan)
            return np.asarray(logs - logs.mean(axis=1, keepdims=True))
        if head == "sigmoid":
            # Close to 1, float32 keeps few digits of 1 - p; close to 0 it keeps all digits of p.
            inside = np.where((outputs > 1e-30) & (outputs < 0.999), outputs, np.nan)
            return np.asarray(np.log(inside) - np.log1p(-inside))
        if head == "tanh":
            return np.asarray(np.arctanh(np.where(np.abs(outputs) < 0.99, outputs, np.nan)))
        if head == "non-negative":
            return np.where(outputs > 0, outputs, np.nan)
    return outputs
