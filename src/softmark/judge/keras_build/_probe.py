"""Does a rebuilt model compute what the student's does? Inputs to ask both, and the comparison."""

from collections.abc import Mapping
from typing import Any

import numpy as np

UNKNOWN_EXTENT = 32
# Rows differ in scale: small ones show what large ones saturate, large ones what an off-by-a-little hides.
SCALES = (1.0, 0.1, 3.0, 30.0)
FREE_INTEGERS = 256
RELATIVE = 1e-4
ABSOLUTE = 1e-5


def probe_inputs(model: Any, rows: int = 8, seed: int = 0) -> Any:
    """Inputs drawn by the judge on which the rebuilt model and the student's are compared.

    Args:
        model: a rebuilt model.
        rows: rows to draw; a model with a fixed batch size gets that many.
        seed: of the draw; use a fresh one for each model, so that nobody can prepare for it.

    Returns:
        One array, or a list, tuple or dict of arrays as the model's `input` is structured. Integers stay
        below the sizes of the embeddings they reach; text comes from the vocabularies. Axes of unknown
        length have 32 entries.
    """
    import keras

    rng = np.random.default_rng(seed)
    ranges = _ranges(model)
    words = _words(model)
    number = iter(range(len(model.inputs)))

    def draw(tensor: Any) -> Any:
        batch, *rest = tensor.shape
        shape = (batch or rows, *(UNKNOWN_EXTENT if extent is None else extent for extent in rest))
        dtype = keras.backend.standardize_dtype(tensor.dtype)
        below = ranges[next(number)]
        return _text(rng, shape, words) if dtype == "string" else _draw(rng, shape, dtype, below)

    # A Sequential keeps its graph in a functional model of its own.
    return keras.tree.map_structure(draw, (getattr(model, "_functional", None) or model).input)


def same_predictions(a: object, b: object) -> bool:
    """Whether two answers are the same up to rounding; NaN equals NaN.

    Args:
        a: an array, or a list, tuple or dict of arrays.
        b: likewise. Lists and tuples count as the same.
    """
    if isinstance(a, Mapping) or isinstance(b, Mapping):
        if not (isinstance(a, Mapping) and isinstance(b, Mapping)) or a.keys() != b.keys():
            return False
        return all(same_predictions(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple) or isinstance(b, list | tuple):
        if not (isinstance(a, list | tuple) and isinstance(b, list | tuple)) or len(a) != len(b):
            return False
        return all(same_predictions(first, second) for first, second in zip(a, b, strict=True))
    try:
        first, second = np.asarray(a), np.asarray(b)
    except (TypeError, ValueError):
        return False
    if first.shape != second.shape:
        return False
    if first.dtype.kind != "f" or second.dtype.kind != "f":
        return bool(np.array_equal(first, second))
    # Half precision keeps three digits.
    relative = 1e-2 if 2 in (first.dtype.itemsize, second.dtype.itemsize) else RELATIVE
    return bool(np.allclose(first.astype(float), second.astype(float), rtol=relative, atol=ABSOLUTE, equal_nan=True))


def _draw(rng: np.random.Generator, shape: tuple[int, ...], dtype: str, below: int | None) -> np.ndarray[Any, Any]:
    if dtype == "bool":
        return rng.random(shape) < 0.5
    if below is not None or dtype.startswith(("int", "uint")):
        high = min(below or FREE_INTEGERS, 128 if dtype == "int8" else 1 << 15)
        return rng.integers(0, high, size=shape).astype("float32" if dtype.startswith("bfloat") else dtype)
    scales = np.resize(SCALES, shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    values = np.clip(rng.standard_normal(shape), -3, 3) * scales
    drawn: np.ndarray[Any, Any] = values.astype("float32" if dtype.startswith("bfloat") else dtype)
    return drawn


def _text(rng: np.random.Generator, shape: tuple[int, ...], words: list[str]) -> Any:
    import tensorflow

    # Keras takes numpy's text for one input alone, TensorFlow's for any number of them (3.15).
    return tensorflow.constant(rng.choice(np.array(words), size=shape).tolist(), dtype=tensorflow.string)


def _ranges(model: Any) -> list[int | None]:
    """For each input, the smallest table that its numbers are looked up in; None when they are not."""
    import keras

    flat = getattr(model, "_functional", None) or model
    found: dict[int, int] = {}

    def narrow(tensor: Any, below: int | None) -> None:
        if below is not None:
            found[id(tensor)] = min(below, found.get(id(tensor), below))

    for operation in reversed(flat.operations):
        for node in operation._inbound_nodes:
            # A table's range passes back through layers that keep values as they are.
            below = _table(operation)
            inner = _ranges(operation) if isinstance(operation, keras.Model) and node.input_tensors else []
            for index, tensor in enumerate(node.input_tensors):
                passed = [found[id(out)] for out in node.output_tensors if id(out) in found and _keeps(operation)]
                narrow(tensor, below if below is not None else min(passed, default=None))
                narrow(tensor, inner[index] if index < len(inner) else None)
    return [found.get(id(tensor)) for tensor in flat.inputs]


def _table(layer: Any) -> int | None:
    size = getattr(layer, "input_dim", None) or getattr(layer, "num_tokens", None)
    return size if isinstance(size, int) else None


def _keeps(layer: Any) -> bool:
    return type(layer).__name__ in {
        "Reshape",
        "Flatten",
        "Masking",
        "Identity",
        "Permute",
        "Concatenate",
        "GetItem",
    }


def _words(model: Any) -> list[str]:
    import keras

    words = ["unseen words", ""]
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            words += _words(layer)
        elif type(layer).__name__ in ("StringLookup", "TextVectorization"):
            words += [str(token) for token in layer.get_vocabulary()[:1_000]]
    return words
