"""Takes fitted scikit-learn estimators apart into plain data, so that the judge can build them again.

Each value inside a spec is a pair that says what it is: ``("plain", value)``, ``("list", [value, ...])``,
``("tuple", [value, ...])``, ``("dict", [(key, value), ...])``, ``("type", name)`` and ``("dtype", name)`` for
numpy's number types, ``("objects", (shape, [value, ...]))`` for an object array with more than plain data in it,
``("masked", (value, mask))``, ``("splitter", spec)`` and ``("estimator", bytes)``: an encoded spec, so that each
estimator has the codec's whole depth for itself (a search over a pipeline of columns of pipelines is one of five).
"""

import inspect
import sys
from typing import Any

import numpy as np

from softmark.codec import CodecError, WireLimits, encode

# Made anew by the judge, or needed only to train on: random states, optimisers, losses, trees, scorers.
_LEFT_BEHIND = frozenset(
    {
        "_base_loss",
        "_loss_function_",
        "_optimizer",
        "_random_state",
        "_tree",
        "loss_function_",
        "named_estimators_",
        "scorer_",
    }
)
_LIMITS = WireLimits(depth=24)  # the rest of the depth is for the message that holds the spec
_SPLITTERS = ("KFold", "StratifiedKFold")


class _NotPlain(Exception):
    """Something inside is neither plain data nor an estimator."""


def export_estimator(est: object) -> dict[str, Any] | None:
    """The plain data of an estimator: its class by name, its parameters and its fitted attributes.

    Args:
        est: any object.

    Returns:
        ``{"module": ..., "name": ..., "params": {name: value}, "fitted": {name: value}}`` with values as this
        module's docstring says, or ``None`` if ``est`` is not exactly an estimator of scikit-learn's, hides a
        method behind an attribute of its own, holds what is no plain data (trees, functions), or is too large
        for a message.
    """
    if not _is_library_estimator(est):
        return None
    try:
        spec = _spec(est)
        encode(spec, limits=_LIMITS)
        return spec
    except (_NotPlain, CodecError, RecursionError):
        return None


def _public_module(cls: type) -> str:
    """``sklearn.linear_model`` for a class of ``sklearn.linear_model._logistic``."""
    parts = str(cls.__module__).split(".")
    private = next((i for i, part in enumerate(parts) if part.startswith("_")), len(parts))
    return ".".join(parts[:private])


def _is_library_class(cls: type) -> bool:
    module = _public_module(cls)
    return module.startswith("sklearn.") and vars(sys.modules.get(module, object)).get(cls.__name__) is cls


def _is_library_estimator(est: object) -> bool:
    base = sys.modules.get("sklearn.base")
    if base is None:
        return False
    return issubclass(type(est), base.BaseEstimator) and _is_library_class(type(est))


def _spec(est: Any) -> dict[str, Any]:
    cls = type(est)
    parameters = cls._get_param_names()
    attributes = vars(est)
    fitted = [name for name in attributes if name not in parameters and name not in _LEFT_BEHIND]
    if any(inspect.getattr_static(cls, name, None) is not None for name in attributes):
        raise _NotPlain
    return {
        "module": _public_module(cls),
        "name": cls.__name__,
        "params": {name: _value(attributes[name]) for name in parameters},
        "fitted": {name: _value(attributes[name]) for name in fitted},
    }


def _value(value: Any) -> tuple[str, Any]:
    kind = type(value)
    try:
        encode(value)
    except CodecError:
        pass
    else:
        return "plain", value
    if kind is list or kind is tuple:
        return kind.__name__, [_value(item) for item in value]
    if kind is dict:
        return "dict", [(key, _value(item)) for key, item in value.items()]
    if isinstance(value, np.dtype):
        return "dtype", value.str
    if kind is type:
        return "type", value.__name__
    if kind is np.ma.MaskedArray:
        return "masked", (_value(np.asarray(value.data)), np.ma.getmaskarray(value))
    if kind is np.ndarray and value.dtype == np.dtype(object):
        return "objects", (list(value.shape), [_value(item) for item in value.reshape(-1).tolist()])
    if _is_library_estimator(value):
        return "estimator", encode(_spec(value))
    if kind.__name__ in _SPLITTERS and _is_library_class(kind):
        return "splitter", {"name": kind.__name__, "params": dict(vars(value))}
    raise _NotPlain
