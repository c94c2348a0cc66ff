"""Source notebooks in a few lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from softmark.grading import SourceNotebook


@pytest.fixture
def notebook(small_course: Any, make_cell: Any, make_test_cell: Any) -> Callable[..., SourceNotebook]:
    """Makes a notebook of ``(kind, name, text)`` or ``(kind, name, text, released)``; a test's text has its marks."""

    def make(*cells: tuple[str, ...]) -> SourceNotebook:
        made = []
        for kind, name, text, *rest in cells:
            if kind == "test":
                made.append(make_test_cell(name, text))
            else:
                made.append(make_cell(kind, name, text, rest[0] if rest else text if kind == "locked" else ""))
        return small_course.notebook(made)

    return make
