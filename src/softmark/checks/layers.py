"""What a network is built of: the same steps for every way to spell it."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

_IDENTITIES = frozenset({"inputlayer", "identity", "linear"})
# What TensorFlow, or older names, call functions that Keras has under another name.
_ALIASES = {
    "softmaxv2": "softmax",
    "logsoftmaxv2": "logsoftmax",
    "leakyreluv2": "leakyrelu",
    "swish": "silu",
    "truedivide": "divide",
}
_STATISTICS = frozenset({"moving_mean", "moving_variance", "mean", "variance", "count"})
_ARITHMETIC = frozenset({"divide", "multiply", "subtract", "add"})


@dataclass(frozen=True)
class Step:
    """One step of a network's computation.

    Attributes:
        kind: class or function without capitals and underscores: ``"dense"``, ``"relu"``, ``"conv2d"``.
        size: units or filters; ``None`` if it has none.
    """

    kind: str
    size: int | None = None

    def __str__(self) -> str:
        return self.kind if self.size is None else f"{self.kind} {self.size}"


@dataclass(frozen=True)
class Parameters:
    """Numbers of weights.

    Attributes:
        trainable: that training changes.
        frozen: that training would change, were they not frozen.
        statistics: that no gradient changes: the means and variances of normalisations.
    """

    trainable: int
    frozen: int
    statistics: int


@dataclass(frozen=True)
class Scaling:
    """What a network does to its inputs before its first weights.

    Attributes:
        kinds: steps that have an effect: ``"normalization"`` (adapted), ``"rescaling"``, ``"batchnormalization"``,
            ``"layernormalization"``, ``"arithmetic"`` (an operation such as ``inputs / 255``).
        idle: layers that are there and leave the inputs as they are: a Normalization that was never adapted.
    """

    kinds: tuple[str, ...]
    idle: tuple[str, ...]

    @property
    def inside(self) -> bool:
        """Whether inputs are scaled inside the network."""
        return bool(self.kinds)


def body_of(model: Any) -> tuple[Step, ...] | None:
    """The steps from inputs to outputs, where branches run beside each other in Keras's order.

    Nested networks are opened, activations stand by themselves, and what leaves its inputs as they are is left out:
    input layers, ``Dropout(0)``, a linear activation, a ``Flatten`` of rows.

    Args:
        model: a live or rebuilt Keras model.

    Returns:
        ``None`` for what has code of its own between its layers (subclasses), and for proxies.
    """
    found = operations_of(model)
    return None if found is None else tuple(step for operation in found for step in _steps(operation))


def parameters_of(model: Any) -> Parameters | None:
    """How many weights ``model`` has, and which of them training changes.

    Args:
        model: a live or rebuilt Keras model; of a proxy, what its kernel has said of it counts.

    Returns:
        ``None`` if it has no weights yet, or if that is not known.
    """
    if is_live(model):
        if not model.built:
            return None
        trains = {id(variable) for variable in model.trainable_variables}
        others = [variable for variable in model.weights if id(variable) not in trains]
        statistics = [one for one in others if one.path.rpartition("/")[2] in _STATISTICS]
        every, still = _size(model.weights), _size(others)
        return Parameters(every - still, still - _size(statistics), _size(statistics))
    facts = getattr(model, "softmark_facts", None)
    told = facts.get("weights") if isinstance(facts, Mapping) else None
    names = ("trainable", "frozen", "statistics")
    if type(told) is not dict or not all(type(told.get(name)) is int and told[name] >= 0 for name in names):
        return None
    return Parameters(*(told[name] for name in names))


def scaling_of(model: Any) -> Scaling | None:
    """What ``model`` does to its inputs before its first weights; ``None`` where :func:`body_of` is."""
    found = operations_of(model)
    if found is None:
        return None
    kinds: list[str] = []
    idle: list[str] = []
    for operation in found:
        kind = _kind(type(operation).__name__)
        if kind in ("normalization", "rescaling"):
            (idle if _leaves_inputs(operation) else kinds).append(operation.name if _leaves_inputs(operation) else kind)
        elif kind in ("batchnormalization", "layernormalization"):
            kinds.append(kind)
        elif kind in _ARITHMETIC and not hasattr(operation, "weights"):
            kinds.append("arithmetic")
        elif getattr(operation, "weights", ()):
            break
    return Scaling(tuple(kinds), tuple(idle))


def is_live(model: Any) -> bool:
    """Whether ``model`` is a Keras model of this process; a proxy only says that it is one."""
    keras = sys.modules.get("keras")
    return keras is not None and issubclass(type(model), keras.Model)


def operations_of(model: Any) -> list[Any] | None:
    """Layers and operations of a live Keras model in their order, without containers; ``None`` if not known."""
    if not is_live(model):
        return None
    import keras

    sequential = isinstance(model, keras.Sequential)
    own = [base for base in type(model).__mro__ if base.__module__.partition(".")[0] != "keras"]
    parts = getattr(model, "layers" if sequential else "operations", None)
    if parts is None or any("call" in vars(base) for base in own):
        return None
    found: list[Any] = []
    for part in parts:
        inner = operations_of(part) if isinstance(part, keras.Model) else [part]
        if inner is None:
            return None
        found += inner
    return found


def input_tail(layer: Any) -> tuple[int, ...] | None:
    """Shape of one input of a layer, with a size for axes that are left open; ``None`` if it has not been joined."""
    try:
        return tuple(8 if size is None else int(size) for size in layer.input.shape[1:])
    except Exception:  # an unbuilt layer, or one in several places: Keras raises errors of several classes
        return None


def _steps(operation: Any) -> Iterator[Step]:
    import keras

    kind = _kind(type(operation).__name__)
    if kind == "activation":
        yield from _function(operation.activation)
        return
    if kind == "flatten" and len(input_tail(operation) or (1, 1)) == 1:
        return
    if getattr(operation, "rate", None) == 0 or kind in _IDENTITIES:
        return
    if kind == "relu" and getattr(operation, "negative_slope", None):
        kind = "leakyrelu"
    elif kind == "relu" and getattr(operation, "max_value", None) is not None:
        kind = f"relu{operation.max_value:g}"
    inner = getattr(operation, "layer", getattr(operation, "forward_layer", None))  # TimeDistributed, Bidirectional
    if isinstance(inner, keras.layers.Layer):
        for step in _steps(inner):
            yield Step(f"{kind} {step.kind}", step.size)
        return
    size = getattr(operation, "units", None) or getattr(operation, "filters", None)
    yield Step(kind, size if isinstance(size, int) else None)
    fuses = hasattr(operation, "activation") and not hasattr(operation, "cell")
    if fuses and not hasattr(operation, "recurrent_activation"):
        yield from _function(operation.activation)


def _function(function: Any) -> Iterator[Step]:
    import keras

    if isinstance(function, keras.layers.Layer):
        yield from _steps(function)
    elif function is not None:
        kind = _kind(getattr(function, "__name__", type(function).__name__))
        if kind not in _IDENTITIES:
            yield Step(kind)


def _kind(name: str) -> str:
    bare = name.lower().replace("_", "")
    return _ALIASES.get(bare, bare)


def _leaves_inputs(layer: Any) -> bool:
    rows = np.random.default_rng(0).normal(3.0, 2.0, (4, *(input_tail(layer) or (8,)))).astype("float32")
    try:
        return bool(np.allclose(np.asarray(layer(rows)), rows, rtol=1e-3))
    except Exception:  # a Normalization without statistics refuses to be called
        return True


def _size(variables: Any) -> int:
    return sum(int(np.prod(variable.shape)) for variable in variables)
