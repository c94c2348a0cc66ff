"""Which optimiser a network is trained by, told from the object itself, never from how `compile` was spelt."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from softmark.checks.layers import is_live


@dataclass(frozen=True)
class Optimizer:
    """An optimiser as it stands now.

    Attributes:
        kind: the library's name for it, ``"Adam"`` say; of an own class, that of its nearest base in the library.
        learning_rate: the size of the next step, also under a schedule; ``None`` if it cannot be known.
        schedule: class of the schedule that gives the learning rate, ``""`` if it is a plain number.
        weight_decay: share of the weights that each step takes away beside the gradient, 0 for none.
        clips: whether gradients are cut off.
        steps: how often it has changed the weights; ``None`` if that is not counted.
    """

    kind: str
    learning_rate: float | None
    schedule: str = ""
    weight_decay: float = 0.0
    clips: bool = False
    steps: int | None = None


def optimizer_of(model: Any) -> Optimizer | None:
    """The optimiser that ``model`` was compiled with.

    Args:
        model: a live or rebuilt Keras model; of a proxy, what its kernel has said of it counts.

    Returns:
        ``None`` if the model was not compiled, or cannot be known.
    """
    if is_live(model):
        optimizer = getattr(model, "optimizer", None)
        return None if optimizer is None else read_optimizer(optimizer)
    facts = getattr(model, "softmark_facts", None)
    return told_optimizer(facts.get("optimizer")) if isinstance(facts, Mapping) else None


def read_optimizer(optimizer: Any) -> Optimizer:
    """The description of a live Keras optimiser."""
    import keras

    optimizer = getattr(optimizer, "inner_optimizer", None) or optimizer  # mixed precision wraps it
    given = getattr(optimizer, "_learning_rate", None)
    by_schedule = isinstance(given, keras.optimizers.schedules.LearningRateSchedule)
    clips = (getattr(optimizer, name, None) for name in ("clipnorm", "clipvalue", "global_clipnorm"))
    return Optimizer(
        kind=library_kind(type(optimizer)),
        learning_rate=_number(lambda: optimizer.learning_rate),
        schedule=type(given).__name__[:60] if by_schedule else "",
        weight_decay=_number(lambda: optimizer.weight_decay or 0.0) or 0.0,
        clips=any(limit is not None for limit in clips),
        steps=None if (steps := _number(lambda: optimizer.iterations)) is None else int(steps),
    )


def library_kind(kind: type) -> str:
    """The name of a class, or of the nearest of its bases that is Keras's own."""
    known = (base.__name__ for base in kind.__mro__ if base.__module__.partition(".")[0] == "keras")
    return next(known, kind.__name__)[:60]


def told_optimizer(told: object) -> Optimizer | None:
    """What another process says of an optimiser; ``None`` if that is no description of one."""
    if type(told) is not dict or type(told.get("kind")) is not str:
        return None
    rate, decay, steps = (told.get(name) for name in ("learning_rate", "weight_decay", "steps"))
    schedule = told.get("schedule")
    return Optimizer(
        kind=told["kind"][:60],
        learning_rate=rate if type(rate) is float and math.isfinite(rate) else None,
        schedule=schedule[:60] if type(schedule) is str else "",
        weight_decay=decay if type(decay) is float and math.isfinite(decay) else 0.0,
        clips=told.get("clips") is True,
        steps=steps if type(steps) is int and steps >= 0 else None,
    )


def _number(value: Any) -> float | None:
    """What ``value()`` gives as a finite number; ``None`` in a graph that is being traced, say."""
    try:
        number = float(value())
    except Exception:
        return None
    return number if math.isfinite(number) else None
