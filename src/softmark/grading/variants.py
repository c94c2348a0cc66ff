"""Variants: right and wrong solutions of an assignment, one Python file each.

A variant's docstring says what it is; a wrong one's has a line ``Loses: name, ...`` with the checks that must fail,
and no others. Then come cells, ``# %% grade_id``, whose text replaces those solution cells; the other solution cells
keep the reference.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from softmark.grading.solutions import reference_text
from softmark.grading.source import SourceNotebook
from softmark.messages import _
from softmark.parsing import parse

_CELL = re.compile(r"^# %% *(\S+) *$", re.MULTILINE)
_LOSES = re.compile(r"^Loses:((?:.*,[ \t]*\n)*.+)", re.MULTILINE)  # a line that ends with a comma goes on


class VariantError(Exception):
    """A variant's file is not as it should be; the text says where."""


@dataclass(frozen=True)
class Variant:
    """One solution of an assignment.

    Attributes:
        name: the file's name without ``.py``.
        about: what it is, in a sentence.
        loses: names of the checks that must fail; empty for a right solution.
        cells: grade_id -> text.
    """

    name: str
    about: str
    loses: frozenset[str]
    cells: Mapping[str, str]


def read_variant(path: Path) -> Variant:
    """Read one file.

    Raises:
        VariantError: it has no docstring, or a cell twice.
    """
    text = path.read_text(encoding="utf-8")
    head, *pieces = _CELL.split(text)
    try:
        about = ast.get_docstring(parse(head)) or ""
    except SyntaxError as error:
        raise VariantError(_("{path}: only a docstring may stand before the first cell.").format(path=path)) from error
    if not about:
        raise VariantError(_("{path}: a docstring must say what the variant is.").format(path=path))
    names = pieces[0::2]
    if len(set(names)) < len(names):
        raise VariantError(_("{path}: a cell stands there twice.").format(path=path))
    found = _LOSES.search(about)
    loses = frozenset(name.strip() for name in found.group(1).replace("\n", ",").split(",")) if found else frozenset()
    cells = {name: body.strip("\n") for name, body in zip(names, pieces[1::2], strict=True)}
    return Variant(path.stem, about.split("\n\n")[0], loses - {""}, cells)


def submission(source: SourceNotebook, answers: Mapping[str, str], *, reference: bool) -> NotebookNode:
    """A notebook as a student would hand it in.

    Args:
        source: the instructor's notebook.
        answers: solution cell -> text.
        reference: whether the other solution cells hold the reference, or are untouched.
    """
    cells = []
    for cell in source.cells:
        text = reference_text(cell.source) if reference and cell.solution else cell.released
        node: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "source": answers.get(cell.grade_id, text) if cell.solution else cell.released,
            "metadata": dict(cell.metadata),
            "id": f"cell-{cell.position}",
        }
        if cell.cell_type == "code":
            node |= {"outputs": [], "execution_count": None}
        elif cell.attachments:
            node["attachments"] = dict(cell.attachments)
        cells.append(node)
    metadata = {"kernelspec": dict(source.kernelspec)}
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})
