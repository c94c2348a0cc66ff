"""Describes a Keras model as plain data, so that the judge can rebuild it without trusting this process.

This runs beside the student's code and may be lied to; the judge reads what comes out as hostile. It never
calls the model, and never changes it.
"""

import inspect
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

VERSION = 1
PARAMETERS = 50_000_000
TOKENS = 1_000_000
HISTORY = 10_000
MODELS = ("Sequential", "Functional")
LOOKUPS = ("IntegerLookup", "StringLookup", "TextVectorization")
# What TensorFlow calls functions that Keras has under another name.
FUNCTION_NAMES = {"softmax_v2": "softmax", "log_softmax_v2": "log_softmax"}


class _NotPlain(Exception):
    """Something cannot be described."""


def export_model(model: Any) -> dict[str, Any] | None:
    """Everything that the judge needs to rebuild the model.

    Args:
        model: any object of a class derived from `keras.Model`.

    Returns:
        A dict of dicts, lists, tuples, text, numbers and numpy arrays: the model's configuration as Keras
        serialises it, weights by path of their layer, trainable flags, vocabularies, compile settings, and as
        claims the probed loss, the last training history, shapes and name. None when the model cannot be
        described: a subclass, an unbuilt model, a custom or Lambda layer, more than 50 million parameters.
    """
    try:
        with warnings.catch_warnings():
            # Keras warns of lambdas while it serialises them; those are dropped here anyway.
            warnings.simplefilter("ignore")
            return _describe(model)
    except Exception:
        # The student may have replaced any method of the model: then there is no description.
        return None


def _describe(model: Any) -> dict[str, Any] | None:
    if not _is_model(model) or not model.built or not model.inputs or model.count_params() > PARAMETERS:
        return None
    layers = list(_walk(model))
    if not all(_is_known(layer) for _, layer in layers):
        return None
    leaves = [(path, layer) for path, layer in layers if not _is_model(layer)]
    return {
        "version": VERSION,
        "model": {
            "module": "keras" if type(model).__name__ == "Sequential" else "keras.src.models.functional",
            "class_name": type(model).__name__,
            "registered_name": None,
            "config": _plain(model.get_config()),
        },
        "weights": {path: _variables(layer) for path, layer in leaves},
        "trainable": {path: bool(layer.trainable) for path, layer in layers},
        "vocabulary": {path: _tokens(layer) for path, layer in leaves if type(layer).__name__ in LOOKUPS},
        "compile": _compile_settings(model),
        "loss_probe": _loss_probe(model),
        "history": _history(model),
        "input_shape": _plain(model.input_shape),
        "output_shape": _plain(model.output_shape),
        "name": str(model.name),
    }


def _is_model(value: Any) -> bool:
    return type(value).__name__ in MODELS and type(value).__module__.startswith("keras.src.models.")


def _is_known(layer: Any) -> bool:
    module = type(layer).__module__
    return _is_model(layer) or (module.startswith("keras.src.layers.") and type(layer).__name__ != "Lambda")


def _walk(model: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, model
    for layer in model.layers:
        inner = f"{path}/{layer.name}" if path else layer.name
        if _is_model(layer):
            yield from _walk(layer, inner)
        else:
            yield inner, layer


def _variables(layer: Any) -> list[list[Any]]:
    return [[str(variable.name), _array(variable)] for variable in layer.variables]


def _array(variable: Any) -> np.ndarray[Any, Any]:
    value = np.asarray(variable.numpy())
    # bfloat16 is no dtype of numpy's own, and would not cross.
    return value if value.dtype.kind in "biuf" else value.astype(np.float32)


def _tokens(layer: Any) -> list[Any]:
    if getattr(layer, "output_mode", None) == "tf_idf" or getattr(layer, "_output_mode", None) == "tf_idf":
        raise _NotPlain("weights of documents do not cross")
    tokens = layer.get_vocabulary()
    if len(tokens) > TOKENS:
        raise _NotPlain("too many tokens")
    return [str(token) if isinstance(token, str) else int(token) for token in tokens]


def _plain(value: Any, depth: int = 0) -> Any:
    """The value without Keras's and numpy's own classes.

    Raises:
        _NotPlain: when it holds a lambda or an object.
    """
    if depth > 40:
        raise _NotPlain("too deep")
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return _plain_mapping(value, depth)
    if isinstance(value, list):
        return [_plain(entry, depth + 1) for entry in value]
    if isinstance(value, tuple):
        return tuple(_plain(entry, depth + 1) for entry in value)
    if isinstance(value, bool | int | float | str):
        # Subclasses: an enum's member, a tracked number.
        return next(kind for kind in (bool, int, float, str) if isinstance(value, kind))(value)
    raise _NotPlain(type(value).__name__)


def _plain_mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    kind = value.get("class_name")
    # An activation that is a lambda comes as its dumped code alone (Keras 3.15).
    if kind == "__lambda__" or value.keys() == {"value"}:
        raise _NotPlain("a lambda")
    entry = {str(key): _plain(item, depth + 1) for key, item in value.items() if key not in ("build_config",)}
    if kind == "function" and entry.get("config") in FUNCTION_NAMES:
        return FUNCTION_NAMES[entry["config"]]  # type: ignore[return-value]  # a name stands where a function did
    entry.pop("compile_config", None)
    if kind in LOOKUPS and isinstance(entry.get("config"), dict):
        # Tokens cross once, with the state: here they are only what the layer was made with.
        entry["config"].update(vocabulary=None, idf_weights=None)
    if kind == "Discretization" and entry["config"].get("bin_boundaries"):
        # Keras describes an adapted layer by both, and takes only one.
        entry["config"].update(num_bins=None)
    if isinstance(entry.get("layers"), list):
        entry.pop("build_input_shape", None)
    return entry


def _compile_settings(model: Any) -> dict[str, Any] | None:
    if not getattr(model, "compiled", False):
        return None
    left_out: list[str] = []
    optimizer = getattr(model, "optimizer", None)
    # Mixed precision wraps the optimizer; compile() in the judge does so again.
    optimizer = getattr(optimizer, "inner_optimizer", None) or optimizer
    given = getattr(getattr(model, "_compile_config", None), "config", {})
    iterations = getattr(optimizer, "iterations", None)
    return {
        "optimizer": _choice(optimizer, "optimizer", left_out),
        "iterations": int(iterations.numpy()) if iterations is not None else 0,
        "loss": _choices(given.get("loss"), "loss", left_out),
        "loss_weights": _plain(given.get("loss_weights")),
        "metrics": _choices(given.get("metrics"), "metrics", left_out),
        "weighted_metrics": _choices(given.get("weighted_metrics"), "weighted_metrics", left_out),
        "left_out": left_out,
    }


def _choices(value: Any, what: str, left_out: list[str]) -> Any:
    if isinstance(value, list | tuple):
        return [_choices(entry, what, left_out) for entry in value]
    if isinstance(value, Mapping) and "class_name" not in value:
        return {str(key): _choices(entry, what, left_out) for key, entry in value.items()}
    return _choice(value, what, left_out)


def _choice(value: Any, what: str, left_out: list[str]) -> Any:
    """A loss, metric or optimizer as Keras describes it; None, and a word in `left_out`, when it is not Keras's."""
    import keras

    if value is None or type(value) is str:
        return value
    source = value if inspect.isfunction(value) or inspect.isclass(value) else type(value)
    if source.__module__.startswith("keras.src."):
        try:
            value = value() if inspect.isclass(value) else value
            return _plain(keras.saving.serialize_keras_object(value))
        except Exception:  # noqa: S110  (what cannot be described is left out, as below)
            pass
    left_out.append(f"{what}: {getattr(value, '__name__', type(value).__name__)}"[:200])
    return None


def _loss_probe(model: Any) -> Any:
    try:
        from softmark.checks.losses import probe

        return _plain(probe(model)) if getattr(model, "compiled", False) else None
    except Exception:
        # A student's loss may do anything when it is called.
        return None


def _history(model: Any) -> dict[str, list[float]] | None:
    given = getattr(getattr(model, "history", None), "history", None)
    if not isinstance(given, dict):
        return None
    try:
        return {str(key)[:200]: [float(entry) for entry in entries][:HISTORY] for key, entries in given.items()}
    except (TypeError, ValueError):
        # Metrics such as F1Score give an array for each epoch.
        return {
            str(key)[:200]: _plain([np.asarray(entry).tolist() for entry in entries]) for key, entries in given.items()
        }
