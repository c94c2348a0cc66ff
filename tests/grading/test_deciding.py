"""What the outcome of checks means in points and states."""

from collections.abc import Callable
from typing import Any

from softmark.model import State


def test_cell_without_points_may_end_in_a_0(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]
) -> None:
    """A last value of 0 is no partial credit where there are no points: a right answer passes."""
    solution = make_cell("solution", "double", "def double(n):\n    return 2 * n", "def double(n):\n    pass")
    source = small_course.notebook([solution, make_test_cell("t", "assert double(1) == 2\ndouble(0)", 0.0)])
    (right,) = small_course.grade(source, {"double": "def double(n):\n    return n + n"}).result.cells
    (wrong,) = small_course.grade(source, {"double": "def double(n):\n    return n"}).result.cells
    assert (right.state, right.points) == (State.PASSED, 0.0)
    assert (wrong.state, wrong.points) == (State.FAILED, 0.0)
