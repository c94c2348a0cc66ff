"""Tracebacks as the submission's kernel writes them."""

from __future__ import annotations

import traceback
from typing import Any

from softmark.kernel.tracebacks import shorten

RECURSION = "def deeper(n):\n    return 1 + deeper(n + 1)\ndeeper(0)"


def test_endless_recursion_shows_its_ends(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """Where it began and where it ended, not a thousand lines in between, and the notebook goes on."""
    cells = [
        make_cell("solution", "deep", "deeper = 1", "deeper = None"),
        make_cell("solution", "a", "a = 1", "a = None"),
        make_test_cell("test-a", "assert a == 1", 2.0),
    ]
    graded = small_course.grade(small_course.notebook(cells), {"deep": RECURSION, "a": "a = 1"})
    (output,) = graded.notebook.cells[0].outputs
    text = "\n".join(output.traceback)
    assert output.ename == "RecursionError"
    assert 20 < text.count("in deeper(n)") <= 40
    assert "----> 3 deeper(0)" in text
    assert graded.result.cells[0].points == 2.0


def test_long_chain_is_cut() -> None:
    """Of exceptions that led to one another, the last ones stay; each keeps its own lines."""
    error: Exception = KeyError("first")
    for number in range(50):
        try:
            try:
                raise error
            except Exception as led:
                raise ValueError(number) from led
        except ValueError as raised:
            error = raised
    shorten(error)
    text = "".join(traceback.format_exception(error))
    assert "ValueError: 49" in text
    assert "ValueError: 40" in text
    assert "ValueError: 39" not in text
    assert "KeyError" not in text
    assert text.count("raise ValueError(number) from led") == 10
