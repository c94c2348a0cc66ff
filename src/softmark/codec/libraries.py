"""Libraries whose modules, classes and functions cross by name, each side using its own copy."""

from __future__ import annotations

import importlib
from typing import Final

MODULES: Final = frozenset(
    {
        "numpy",
        "scipy",
        "pandas",
        "sklearn",
        "keras",
        "tensorflow",
        "math",
        "random",
        "statistics",
        "itertools",
    }
    | {"functools", "collections", "operator", "string", "re", "json", "datetime", "decimal", "fractions"}
    | {
        "typing",
        "types",
        "abc",
        "enum",
        "dataclasses",
        "copy",
        "time",
        "builtins",
        "softmark",
        "pytest",
        "os",
        "sys",
    }
    | {
        "matplotlib",
        "warnings",
        "io",
        "pathlib",
        "textwrap",
        "unittest",
        "numbers",
        "contextlib",
        "heapq",
        "bisect",
    }
    | {"csv", "pprint", "inspect", "uuid", "hashlib", "seaborn"}
)
# Classes that the judge takes from its own installation when a submission names one. No functions: what a
# submission calls its own must run in the submission's process (``answer = os._exit``).
CLASSES: Final = frozenset(
    {"numpy", "scipy", "pandas", "sklearn", "keras", "tensorflow", "builtins", "collections", "decimal"}
    | {"fractions", "datetime", "numbers", "abc", "enum"}
)


def top(module: str) -> str:
    """The package that a module belongs to."""
    return module.partition(".")[0]


def find(module: str, name: str = "") -> object:
    """Our own copy of a library's module, or of what it holds under a dotted name; ``None`` if there is none."""
    if top(module) not in MODULES:
        return None
    try:
        found: object = importlib.import_module(module)
    except ImportError:
        return None
    for part in name.split(".") if name else ():
        found = getattr(found, part, None)
    return found
