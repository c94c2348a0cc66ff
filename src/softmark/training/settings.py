"""What was handed to `fit`, as plain data of bounded size; nothing is iterated, called or changed."""

from __future__ import annotations

import math
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from softmark.checks.optimizers import library_kind
from softmark.training.rows import shared_rows, table_of, twins

CALLBACKS: Final = 30
SETTINGS: Final = 40
CLASSES: Final = 1_000
TEXT: Final = 100


def data_told(given: Mapping[str, Any]) -> dict[str, object]:
    """The training data, weights and validation data of one call of ``fit``, by its arguments' names."""
    table = table_of(given["x"])
    weights = given["class_weight"]
    spec = getattr(given["x"], "element_spec", None)  # a dataset says by itself what it gives
    return {
        "rows": len(table[0]) if table else None,
        "batch_size": _whole_number(given["batch_size"]) or (32 if table else None),  # 32: Keras's own
        "shuffle": bool(given["shuffle"]) if table else None,
        "class_weight": _class_weight(weights) if isinstance(weights, Mapping) else None,
        "sample_weight": given["sample_weight"] is not None or (isinstance(spec, tuple) and len(spec) == 3),
        "validation": _validation(given, table),
    }


def _validation(given: Mapping[str, Any], table: Any) -> dict[str, object]:
    data, share = given["validation_data"], given["validation_split"]
    if data is None and not share:
        return {"kind": "none"}
    if data is None:
        cut = math.floor(len(table[0]) * (1 - share)) if table else 0  # Keras takes the tail
        parts = ([part[:cut] for part in table], [part[cut:] for part in table]) if table else None
        return {"kind": "split", **_compared(*parts)} if parts else {"kind": "split"}
    inputs = data[0] if isinstance(data, tuple | list) and data else data
    told: dict[str, object] = {"kind": "given", "same": inputs is given["x"]}
    other = table_of(inputs)
    if other:
        told["rows"] = len(other[0])
    return {**told, **_compared(table, other)} if table and other else told


def _compared(first: Any, second: Any) -> dict[str, object]:
    equal = len(first) == len(second) and all(_equal(one, two) for one, two in zip(first, second, strict=True))
    shared = {"shared": 1.0 if equal else shared_rows(first, second), "twins": twins(first)}
    return {"rows": len(second[0]), "equal": equal, **shared}


def _equal(one: Any, two: Any) -> bool:
    return one is two or (one.shape == two.shape and bool(np.array_equal(one, two)))


def _class_weight(weights: Mapping[Any, Any]) -> dict[int, float]:
    return {int(key): float(value) for key, value in list(weights.items())[:CLASSES]}


def callbacks_of(given: object) -> list[Any]:
    """The callbacks that ``fit`` was given, without those that Keras adds."""
    inner = getattr(given, "callbacks", given)
    found = list(inner) if isinstance(inner, list | tuple) else [] if inner is None else [inner]
    return found[:CALLBACKS]


def callback_told(callback: Any) -> dict[str, object]:
    """Class and plain settings of a callback, with what it found out in training.

    ``stops`` and ``restores``: whether own code in it names ``stop_training``, or puts weights back.
    """
    settings = {
        name[:TEXT]: plain
        for name, value in list(vars(callback).items())[: 4 * SETTINGS]
        if not name.startswith("_") and (plain := _plain(value)) is not _NOT_PLAIN
    }
    better = getattr(getattr(callback, "monitor_op", None), "__name__", "")
    if better in ("less", "greater"):
        settings["direction"] = "min" if better == "less" else "max"
    words = {word for code in _own_code(callback) for word in _words(code)}
    return {
        "kind": library_kind(type(callback)),
        "name": type(callback).__name__[:TEXT],
        "settings": dict(list(settings.items())[:SETTINGS]),
        "stops": "stop_training" in words,
        "restores": bool(words & {"set_weights", "load_weights"}),
    }


_NOT_PLAIN: Final = object()


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) is str:
        return value[:TEXT]
    if type(value) is int and abs(value) >= 1 << 63:
        return _NOT_PLAIN
    return value if value is None or type(value) in (bool, int, float) else _NOT_PLAIN


def _whole_number(value: object) -> int | None:
    return int(value) if isinstance(value, int | np.integer) else None


def _own_code(callback: Any) -> Iterator[types.CodeType]:
    """The code in a callback that is not the library's."""
    own = [base for base in type(callback).__mro__ if base.__module__.partition(".")[0] not in ("keras", "builtins")]
    values = [value for base in own for value in vars(base).values()]
    for value in (*values, *vars(callback).values()):
        function = getattr(value, "__func__", value)
        if isinstance(function, types.FunctionType) and not _of_keras(function):
            yield function.__code__


def _of_keras(function: types.FunctionType) -> bool:
    return function.__module__.partition(".")[0] == "keras" and "keras" in sys.modules


def _words(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _words(constant)
