"""Kernel mode: which cells are judged in the submission's kernel, and what their authors are told."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from softmark.model import Basis, Limits, State

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


def test_reason_is_told(small_course: Any, notebook: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The instructor learns from the log, once, and from each result that a cell is judged inside, and why."""
    source = notebook(f"# a cell whose reference has not run yet\n{INSIDE}")
    reason = "has no attribute 'answer'"
    for answer in ("42", "41"):
        (cell,) = small_course.grade(source, {"solve": f"answer = {answer}"}).result.cells
        for check in cell.checks:
            assert "kernel mode" in check.detail
            assert reason in check.detail.partition("kernel mode")[2]
            assert reason not in check.message
    (told,) = [record for record in caplog.records if reason in record.getMessage()]
    assert told.levelno == logging.WARNING
    assert told.getMessage().startswith("test: judged in each submission's kernel")


@pytest.mark.usefixtures("without_walls")
def test_failure_by_chance_keeps_a_cell_in_the_judge(
    small_course: Any, notebook: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A reference that fails outside once, and not again, does not send hidden tests into submissions."""
    by_chance = (
        "from pathlib import Path\n"
        f"been_here = Path({str(tmp_path / 'been here')!r})\n"
        "first = not been_here.exists()\n"
        "been_here.touch()\n"
        "assert answer == 42 and not first, 'only the first run fails'"
    )
    (cell,) = small_course.grade(notebook(by_chance), {"solve": "answer = 42"}).result.cells
    assert [(check.state, check.basis) for check in cell.checks] == [(State.PASSED, Basis.COMPUTED)]
    (told,) = [record for record in caplog.records if "only the first run fails" in record.getMessage()]
    assert told.levelno == logging.WARNING


def test_slowness_keeps_a_cell_in_the_judge(small_course: Any, notebook: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A reference without the time to finish outside, which a kernel would have, asks for a person instead."""
    waits = "import __main__, time\nif not hasattr(__main__, 'answer'):\n    time.sleep(60)\nassert answer == 42"
    limits = Limits(check_seconds=2.0)
    (cell,) = small_course.grade(notebook(waits), {"solve": "answer = 41"}, limits).result.cells
    assert [(check.state, check.basis) for check in cell.checks] == [(State.COULD_NOT_CHECK, Basis.COMPUTED)]
    assert any("had no time to finish" in record.getMessage() for record in caplog.records)
    assert not any("kernel" in record.getMessage() for record in caplog.records)
