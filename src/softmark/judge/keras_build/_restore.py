"""What a rebuilt model carries besides its layers: weights, adapted state, what is frozen, compile settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from softmark.judge.keras_build import _catalogue as catalogue
from softmark.judge.keras_build import _values as values
from softmark.judge.keras_build._limits import ModelLimits, Unbuildable
from softmark.judge.keras_build._make import make
from softmark.judge.keras_build._plan import CompilePlan

FLOATS = "f"
NUMBERS = "biuf"


@dataclass(frozen=True)
class SentWeight:
    """One variable of a layer as it was sent."""

    name: str
    value: np.ndarray[Any, Any]


def read_weights(value: object, limits: ModelLimits) -> dict[str, tuple[SentWeight, ...]]:
    """Weights by path of their layer.

    Raises:
        Unbuildable: when they are no arrays of numbers, or more than the limit together.
    """
    sent: dict[str, tuple[SentWeight, ...]] = {}
    total = 0
    for path, entries in values.mapping(value, "the weights", limits.layers).items():
        variables: list[SentWeight] = []
        for entry in values.sequence(entries, f"the weights of {path!r}", 100):
            pair = values.sequence(entry, f"a weight of {path!r}", 2)
            if len(pair) != 2 or type(pair[1]) is not np.ndarray or pair[1].dtype.kind not in NUMBERS:
                raise Unbuildable(f"a weight of {path!r} is no array of numbers")
            array = pair[1]
            total += array.size
            if total > limits.parameters:
                raise Unbuildable(f"more than {limits.parameters} parameters")
            if limits.finite_weights and array.dtype.kind in FLOATS and not np.isfinite(array).all():
                raise Unbuildable(f"the weights of {path!r} hold values that are not finite: the training diverged")
            variables.append(SentWeight(values.text(pair[0], "the name of a weight"), array))
        sent[path] = tuple(variables)
    return sent


def read_vocabularies(value: object, limits: ModelLimits) -> dict[str, list[str] | list[int]]:
    """Tokens of lookup layers by path.

    Raises:
        Unbuildable: when they are neither all text nor all integers, or too many.
    """
    read: dict[str, list[str] | list[int]] = {}
    for path, entries in values.mapping(value, "the vocabularies", limits.layers).items():
        tokens = values.sequence(entries, f"the vocabulary of {path!r}", limits.vocabulary)
        if all(type(token) is str and len(token) <= 1_000 for token in tokens):
            read[path] = [str(token) for token in tokens]
        elif all(type(token) is int and token.bit_length() < 64 for token in tokens):
            read[path] = [token for token in tokens if isinstance(token, int)]
        else:
            raise Unbuildable(f"the vocabulary of {path!r} is neither text nor integers")
    return read


def walk(model: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The model and all its layers with their paths, a nested model before its layers."""
    yield path, model
    for layer in model.layers:
        inner = f"{path}/{layer.name}" if path else layer.name
        if isinstance(layer, keras.Model):
            yield from walk(layer, inner)
        else:
            yield inner, layer


def fill_vocabulary(layer: Any, tokens: list[str] | list[int] | None) -> None:
    """Give a lookup layer its table.

    Raises:
        Unbuildable: when a lookup layer has none, or another layer has one.
    """
    lookup = type(layer).__name__ in catalogue.LOOKUPS
    if lookup != (tokens is not None):
        raise Unbuildable(f"{layer.name!r} has {'no' if lookup else 'a'} vocabulary")
    if tokens is not None:
        layer.set_vocabulary(tokens)


def assign_weights(model: Any, sent: Mapping[str, tuple[SentWeight, ...]]) -> None:
    """Give every variable its value.

    Raises:
        Unbuildable: when variables and values do not match one to one in path, name, order and shape.
    """
    left = dict(sent)
    for path, layer in walk(model):
        if isinstance(layer, keras.Model):
            continue
        weights = left.pop(path, ())
        variables = layer.variables
        if [variable.name for variable in variables] != [weight.name for weight in weights]:
            raise Unbuildable(f"{path!r} has {len(variables)} variables, and {len(weights)} others were sent")
        for variable, weight in zip(variables, weights, strict=True):
            if tuple(variable.shape) != weight.value.shape:
                raise Unbuildable(
                    f"{path!r} has {variable.name} of shape {tuple(variable.shape)}, not {weight.value.shape}"
                )
            variable.assign(weight.value)
        if isinstance(layer, keras.layers.Normalization):
            # Otherwise an adapted layer keeps the mean and variance of the moment it was built.
            layer.finalize_state()
    if any(left.values()):
        raise Unbuildable(f"weights were sent for {values.short(next(key for key in left if left[key]))}")


def freeze(model: Any, trainable: object) -> None:
    """Set which layers learn; a nested model first, since it passes its flag down.

    Raises:
        Unbuildable: when a layer has no flag.
    """
    flags = values.mapping(trainable, "the trainable flags", 1_000)
    for path, layer in walk(model):
        if path not in flags:
            raise Unbuildable(f"nobody says whether {path!r} is trainable")
        layer.trainable = values.flag(flags[path], "a trainable flag")


def compile_model(model: Any, plan: CompilePlan | None) -> tuple[str, ...]:
    """Compile as the student did; gives what was left out of it, and why.

    A model whose loss or optimizer is not Keras's own stays uncompiled.
    """
    if plan is None:
        return ()
    left_out = list(plan.left_out)
    if any(entry.startswith(("loss", "optimizer")) for entry in left_out) or plan.optimizer is None:
        return (*left_out, "compile: the loss or the optimizer is not one of Keras's")
    try:
        model.compile(
            optimizer=make(plan.optimizer),
            loss=make(plan.loss),
            loss_weights=plan.loss_weights,
            metrics=without_gaps(make(plan.metrics)),
            weighted_metrics=without_gaps(make(plan.weighted_metrics)),
        )
        model.optimizer.iterations.assign(plan.iterations)
    except (TypeError, ValueError) as error:
        return (*left_out, f"compile: {str(error)[:200]}")
    return tuple(left_out)


def without_gaps(metrics: Any) -> Any:
    """A list of metrics without those that were left out."""
    return [metric for metric in metrics if metric is not None] if isinstance(metrics, list) else metrics
