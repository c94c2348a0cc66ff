"""What keeps a network from learning by heart, as far as it has an effect."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from softmark.checks.layers import input_tail, is_live, operations_of
from softmark.checks.optimizers import optimizer_of
from softmark.messages import _

_VALUES = 20_000  # of one look: a dropout of one in a thousand is seen


@dataclass(frozen=True)
class Regularization:
    """What regularises a network. A validation that stops training, or a smaller network, is not looked at here.

    Attributes:
        dropout: rates of dropout that has an effect.
        noise: kinds of other layers that disturb in training alone: noise, augmentation.
        penalties: number of arrays of weights that an l1 or l2 above 0 adds to the loss, and of outputs likewise.
        weight_decay: of the optimiser.
        batch_norm: number of batch normalisations.
        idle: layers whose dropout, noise or penalty is there and does nothing, by name.
        on_output: whether dropout, or noise, stands behind the last weights.
    """

    dropout: tuple[float, ...]
    noise: tuple[str, ...]
    penalties: int
    weight_decay: float
    batch_norm: int
    idle: tuple[str, ...]
    on_output: bool

    @property
    def has_effect(self) -> bool:
        """Whether anything regularises, batch normalisation included."""
        return bool(self.dropout or self.noise or self.penalties or self.weight_decay or self.batch_norm)

    @property
    def mismatch(self) -> str:
        """What is wrong with it, in words for the student; empty if nothing is."""
        if self.on_output:
            return _ON_OUTPUT
        if self.idle and not self.has_effect:
            return _IDLE.format(layers=", ".join(f"'{name}'" for name in self.idle))
        return "" if self.has_effect else _NOTHING


def regularization_of(model: Any) -> Regularization | None:
    """What regularises ``model``: each layer that may is tried alone, and put back as it was.

    Args:
        model: a live or rebuilt Keras model.

    Returns:
        ``None`` for subclasses and proxies: nobody can see there what their code does in training.
    """
    found = operations_of(model)
    if found is None or not is_live(model):
        return None
    rates: list[float] = []
    noise: list[str] = []
    idle: list[str] = []
    penalties = batch_norm = 0
    behind = False  # whether the last thing that disturbs stands behind the last weights
    for layer in found:
        weights = list(getattr(layer, "trainable_variables", ())) or list(getattr(layer, "weights", ()))
        added = _penalties(layer)
        penalties += sum(added)
        rates += _inner_rates(layer)
        batch_norm += type(layer).__name__ == "BatchNormalization"
        disturbs = _disturbs(layer)
        if disturbs:
            rate = getattr(layer, "rate", None) if "Dropout" in type(layer).__name__ else None
            rates += [float(rate)] if isinstance(rate, int | float) else []
            noise += [] if isinstance(rate, int | float) else [type(layer).__name__.lower()]
        if disturbs is False or (added and not any(added)):
            idle.append(str(layer.name))
        behind = bool(disturbs) or (behind and not weights)
    optimizer = optimizer_of(model)
    decay = optimizer.weight_decay if optimizer else 0.0
    return Regularization(tuple(rates), tuple(noise), penalties, decay, batch_norm, tuple(idle), behind)


def _inner_rates(layer: Any) -> list[float]:
    """Rates above 0 inside of recurrent and attention layers."""
    layer = getattr(layer, "forward_layer", layer)
    rates = [getattr(layer, name, None) for name in ("dropout", "recurrent_dropout", "_dropout")]
    return [float(rate) for rate in rates if isinstance(rate, int | float) and rate > 0]


def _penalties(layer: Any) -> list[bool]:
    """Of each regulariser of weights that are trained, and of outputs, whether it is above 0 for ones."""
    found = [
        (variable.regularizer, variable.shape)
        for variable in getattr(layer, "trainable_variables", ())
        if getattr(variable, "regularizer", None) is not None
    ]
    outputs = getattr(layer, "activity_regularizer", None)
    found += [] if outputs is None else [(outputs, (4, 4))]
    return [float(np.asarray(regularizer(np.ones(shape, "float32")))) > 0 for regularizer, shape in found]


def _disturbs(layer: Any) -> bool | None:
    """Whether a layer gives something else in training; ``None`` for layers that need not be asked."""
    own = type(layer).__module__.partition(".")[0] != "keras"
    strength = [getattr(layer, name, None) for name in ("rate", "stddev")]
    if not own and 0 in strength:
        return False
    chance = getattr(layer, "seed_generator", None) or getattr(layer, "generator", None)
    # What has weights of its own, as recurrent and attention layers, says by its rates.
    if not own and (not hasattr(chance, "state") or layer.weights):
        return None
    tail = input_tail(layer) or (8,)
    rows = max(2, _VALUES // max(1, int(np.prod(tail))))
    inputs = np.random.default_rng(0).random((rows, *tail)).astype("float32") + 0.1
    kept = [(variable, variable.numpy().copy()) for variable in layer.variables]
    try:
        differs = not np.allclose(np.asarray(layer(inputs, training=True)), np.asarray(layer(inputs, training=False)))
    except Exception:  # a layer for inputs of another kind, or one that is the same in training
        differs = not own
    finally:
        for variable, value in kept:
            variable.assign(value)
    return differs or (None if own else False)


_ON_OUTPUT = _(
    "Your network has dropout, or noise, behind its last layer with weights. In training it wipes out answers instead "
    "of features. Put it between the hidden layers."
)
_IDLE = _(
    "Your network has {layers} to keep it from learning by heart, but with a strength of 0: nothing changes in "
    "training. Choose a rate or factor above 0."
)
_NOTHING = _(
    "We looked for something in your network that keeps it from learning by heart (dropout, a penalty on weights, "
    "noise) and found nothing that has an effect. Add one of them."
)
