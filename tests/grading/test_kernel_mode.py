"""Kernel mode: which cells are judged in the submission's kernel, and what their authors are told."""

from collections.abc import Callable
from typing import Any

import pytest

from softmark.model import State

# Only in the kernel is __main__ the notebook.
INSIDE = '''import __main__
from softmark import points

@points(1)
def test_answer():
    """Your answer is the right one."""
    assert __main__.answer == 42, "Your answer is {}.".format(__main__.answer)

### BEGIN HIDDEN TESTS
HALF = __main__.answer / 2

@points(1)
def test_half():
    """Half of your answer is right, too."""
    assert HALF == 21
### END HIDDEN TESTS'''


@pytest.fixture
def notebook(small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]) -> Any:
    """Makes a source notebook of an answer and this test cell."""
    solution = make_cell("solution", "solve", "answer = 42", "answer = None")
    return lambda test: small_course.notebook([solution, make_test_cell("test", test, 2.0)])


def test_cell_that_cannot_define_its_tests(small_course: Any, notebook: Any) -> None:
    """Each of the cell's checks fails with a sentence; the error is for the instructor."""
    (cell,) = small_course.grade(notebook(INSIDE), {"solve": "answer = 'forty-two'"}).result.cells
    assert [(check.name, check.line, check.state) for check in cell.checks] == [
        ("test_answer", "Your answer is the right one.", State.FAILED),
        ("test_half", "Half of your answer is right, too.", State.FAILED),
    ]
    for check in cell.checks:
        assert "could not begin with your answer" in check.message
        assert "unsupported operand type" not in check.message
        assert "unsupported operand type" in check.detail


def test_one_check_alone_shows_its_message(small_course: Any, notebook: Any) -> None:
    """A cell with one test function and nothing hidden is no plain cell: the author's message is for the student."""
    visible = INSIDE.partition("### BEGIN")[0].strip()
    (cell,) = small_course.grade(notebook(visible), {"solve": "answer = 41"}).result.cells
    assert [(check.line, check.message) for check in cell.checks] == [
        ("Your answer is the right one.", "Your answer is 41.")
    ]
