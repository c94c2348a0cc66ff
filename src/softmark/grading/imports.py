"""What a notebook imports, and is slow to import: processes that have done it already can be forked."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

from softmark.grading.source import SourceCell
from softmark.judge.analysis import without_magics
from softmark.kernel.seeding import LIBRARIES
from softmark.parsing import parse

_SLOW: Final = LIBRARIES | {"numpy"}
"""Libraries that take long to import, and of which nobody can tell when they were imported."""

_BESIDE_KERAS: Final = frozenset(
    """keras matplotlib.pyplot numpy pandas sklearn.datasets sklearn.metrics sklearn.model_selection
    sklearn.preprocessing tensorflow""".split()
)
"""Keras imports parts of these anyway; with their usual modules, most notebooks of a course share their parents."""


def slow_imports(cells: Iterable[SourceCell]) -> tuple[str, ...]:
    """Names of the slow modules that the instructor's cells import, sorted.

    Only the instructor's own text counts: what a submission imports decides nothing outside its kernel.
    """
    found: set[str] = set()
    for cell in cells:
        if cell.cell_type != "code":
            continue
        try:
            tree = parse(without_magics(cell.source))
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    slow = {name for name in found if name.split(".")[0] in _SLOW}
    if any(name.split(".")[0] in ("keras", "tensorflow") for name in slow):
        slow |= _BESIDE_KERAS
    return tuple(sorted(slow))
