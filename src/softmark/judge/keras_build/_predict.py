"""Predictions of a rebuilt model without a graph of TensorFlow's.

``Model.predict`` traces a graph and sets up a pipeline of data in each new process, which takes longer than all that a
check then asks for. Calling the network gives the same.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

_KERAS_BATCH: Final = 32
_MOST_ROWS: Final = 1_024
_VALUES: Final = 1 << 22
"""Numbers that a layer may give at once (16 MiB)."""


def predict_by_calls(model: Any) -> None:
    """Have ``model.predict`` call the network, wherever that gives the same as Keras's own."""
    if not _without_state(model):
        return

    def predict(x: Any, batch_size: Any = None, verbose: Any = "auto", steps: Any = None, callbacks: Any = None) -> Any:
        """What Keras's ``predict`` gives; no progress bar is shown."""
        given = _arrays(x) if steps is None and not callbacks else None
        answer = None if given is None else _in_large_batches(model, given)
        if answer is not None:
            return answer
        return type(model).predict(model, x, batch_size=batch_size, verbose=verbose, steps=steps, callbacks=callbacks)

    object.__setattr__(model, "predict", predict)  # past Keras, which would track it


def _without_state(model: Any) -> bool:
    """Whether calls suit it: rows of any number, and no loop over time, which a graph is better at."""
    import keras

    if any(tensor.shape[0] is not None for tensor in model.inputs):
        return False
    return not any(isinstance(layer, keras.layers.RNN | keras.layers.Bidirectional) for layer in _leaves(model))


def _leaves(model: Any) -> list[Any]:
    return [layer for layer in model._flatten_layers(include_self=False) if not getattr(layer, "layers", None)]


def _arrays(x: Any) -> Any:
    """Inputs as Keras's ``predict`` hands them on, or ``None`` if that does more with them than to cut them."""
    import keras

    if not isinstance(x, np.ndarray | list | dict):
        return None
    flat = keras.tree.flatten(x)
    plain = all(type(part) is np.ndarray and part.ndim > 1 and part.dtype.kind in "biuf" for part in flat)
    if not flat or not plain or len({len(part) for part in flat}) > 1 or not len(flat[0]):
        return None
    floats = keras.backend.floatx()
    return keras.tree.map_structure(lambda part: part.astype(floats) if part.dtype.kind == "f" else part, x)


def _in_large_batches(model: Any, x: Any) -> Any:
    """The outputs for all rows; ``None`` if those of a row depend on the rows beside it."""
    import keras

    def call(start: int, end: int) -> Any:
        outputs = model(keras.tree.map_structure(lambda part: part[start:end], x), training=False)
        return keras.tree.map_structure(keras.ops.convert_to_numpy, outputs)

    rows, at_once = len(keras.tree.flatten(x)[0]), _rows_at_once(model)
    parts = [call(start, start + at_once) for start in range(0, rows, at_once)]
    if rows > _KERAS_BATCH:
        one, other = keras.tree.flatten(call(0, _KERAS_BATCH)), keras.tree.flatten(parts[0])
        for alone, among in zip(one, other, strict=True):
            if not np.allclose(alone, among[:_KERAS_BATCH], rtol=1e-3, atol=1e-5, equal_nan=True):
                return None
    return keras.tree.map_structure(lambda *outputs: np.concatenate(outputs), *parts)


def _rows_at_once(model: Any) -> int:
    import keras

    largest = 1
    for layer in _leaves(model):
        for output in keras.tree.flatten(getattr(layer, "output", [])):
            largest = max(largest, math.prod(extent or _KERAS_BATCH for extent in output.shape[1:]))
    return max(_KERAS_BATCH, min(_MOST_ROWS, _VALUES // largest))
