"""Which output layers and losses belong together, and what is wrong where they do not."""

from dataclasses import dataclass
from typing import Literal

from softmark.checks.heads import Head
from softmark.checks.losses import Loss
from softmark.messages import _

Task = Literal["classes", "binary", "labels", "numbers"]

_CLASS_LOSSES = {"sparse categorical cross-entropy", "categorical cross-entropy"}


@dataclass(frozen=True)
class Pair:
    """An output layer and a loss, looked at together.

    Attributes:
        task: what the pair learns: ``"classes"`` (one of several), ``"binary"`` (yes or no), ``"labels"``
            (several yes-or-no answers), ``"numbers"``; ``None`` if the two do not fit.
        mismatch: why they do not fit and what to do, for the student; empty if they fit.
    """

    task: Task | None
    mismatch: str = ""


def pair_of(head: Head, units: int, loss: Loss) -> Pair:
    """Judge an output layer and a loss as a pair.

    Args:
        head: kind of the outputs.
        units: size of their last axis.
        loss: the loss, as classified.
    """
    if loss.kind == "none":
        return Pair(None, _NO_LOSS)
    if loss.kind == "other":
        return Pair(None, _UNKNOWN_LOSS)
    if head == "constant":
        return Pair(None, _CONSTANT)
    if units == 1 and head in ("softmax", "log-softmax"):
        return Pair(None, _ONE_UNIT_SOFTMAX)
    if head == "squashed softmax":
        return Pair(None, _SQUASHED)
    if loss.kind in _CLASS_LOSSES:
        return _classes(head, units, loss)
    if loss.kind == "binary cross-entropy":
        return _binary(head, units, loss)
    return _numbers(head)


def _classes(head: Head, units: int, loss: Loss) -> Pair:
    if units == 1:
        return Pair(None, _ONE_UNIT_CLASSES)
    if head == "softmax":
        return Pair(None, _BOTH) if loss.from_logits else Pair("classes")
    if head in ("linear", "log-softmax"):
        return Pair("classes") if loss.from_logits else Pair(None, _NEITHER)
    if head == "sigmoid":
        return Pair(None, _SIGMOIDS_FOR_CLASSES)
    return _cut(head)


def _binary(head: Head, units: int, loss: Loss) -> Pair:
    task: Task = "binary" if units == 1 else "labels"
    if head == "sigmoid":
        return Pair(None, _BOTH) if loss.from_logits else Pair(task)
    if head == "linear":
        return Pair(task) if loss.from_logits else Pair(None, _NEITHER)
    if head == "softmax":
        if loss.from_logits:
            return Pair(None, _BOTH)
        # With two units 1 - p of the one is p of the other: the same formula as categorical cross-entropy.
        return Pair("classes") if units == 2 else Pair(None, _SOFTMAX_FOR_LABELS)
    return _cut(head)


def _numbers(head: Head) -> Pair:
    if head in ("linear", "positive"):
        return Pair("numbers")
    if head in ("softmax", "sigmoid", "log-softmax"):
        return Pair(None, _PROBABILITIES_FOR_NUMBERS)
    return _cut(head)


def _cut(head: Head) -> Pair:
    return Pair(None, _TANH if head == "tanh" else _NEVER_NEGATIVE)


_NO_LOSS = _("Your model was not compiled with a loss. Give `compile` a loss that fits the last layer.")
_UNKNOWN_LOSS = _("We do not know your model's loss. Use one that Keras offers.")
_CONSTANT = _("Your model gives the same output for every input. Look at its layers once more.")
_ONE_UNIT_SOFTMAX = _(
    "Softmax over a single unit is always 1. Use a sigmoid for one unit, or softmax with one unit per class."
)
_SQUASHED = _(
    "Softmax gets scores that another activation (a first softmax, sigmoid, tanh, ReLU) has squeezed together or cut, "
    "so the probabilities cannot take every value. Give softmax the plain scores."
)
_ONE_UNIT_CLASSES = _(
    "The loss compares several classes, but your last layer has a single unit. Give it one unit per class."
)
_BOTH = _("Your last layer already outputs probabilities, but the loss has `from_logits=True`. Keep one of the two.")
_NEITHER = _(
    "Your last layer outputs plain numbers (logits), but the loss expects probabilities. "
    "Add the output activation, or give the loss `from_logits=True`."
)
_SIGMOIDS_FOR_CLASSES = _(
    "Your outputs are separate sigmoids, but the loss expects probabilities that sum to 1. Use softmax."
)
_SOFTMAX_FOR_LABELS = _(
    "Softmax says that exactly one class is right, but binary cross-entropy asks about each class on its "
    "own. Use a categorical cross-entropy."
)
_PROBABILITIES_FOR_NUMBERS = _(
    "Your outputs are probabilities, but the loss is one for numbers. Use a cross-entropy to learn classes."
)
_TANH = _("Your outputs lie between -1 and 1 (tanh). That does not fit the loss; change the output activation.")
_NEVER_NEGATIVE = _(
    "Your outputs are never below 0 (ReLU or the like), so much of what the network knows is cut off. "
    "Choose the output activation that fits the loss."
)
