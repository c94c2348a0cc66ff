"""One notebook in its kernel: what becomes of it when that ends."""

import contextlib
import gc
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from softmark.grading.judging import JudgeProcess
from softmark.model import EventKind, State


def test_end_of_the_kernel_is_told_once(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """What was judged before keeps its points, what comes later has failed, and there is one event."""
    names = ("a", "b", "c", "d")
    cells = []
    for name in names:
        cells.append(make_cell("solution", name, f"{name} = 1", f"{name} = None"))
        cells.append(make_test_cell(f"test-{name}", f"assert {name} == 1", 2.0))
    answers = {name: f"{name} = 1" for name in names} | {"b": "b = 1\nquit()"}
    result = small_course.grade(small_course.notebook(cells), answers).result
    assert [cell.points for cell in result.cells] == [2.0, 0.0, 0.0, 0.0]
    assert {cell.state for cell in result.cells[1:]} == {State.FAILED}
    assert [event.kind for event in result.events] == [EventKind.KERNEL_DIED]


def test_fault_of_softmark_itself_asks_for_a_person(
    small_course: Any, make_cell: Any, make_test_cell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is raised and nobody gets 0: no check counts, the instructor reads the error, and no output is shown."""
    hidden = "### BEGIN HIDDEN TESTS\nassert double(4711) == 9422\n### END HIDDEN TESTS"
    answer = "def double(n):\n    print(n)\n    return 2 * n"
    cells = [
        make_cell("solution", "a", answer, "def double(n):\n    pass"),
        make_test_cell("test-a", hidden, 2.0),
        make_cell("solution", "b", "b = 1", "b = None"),
        make_test_cell("test-b", "assert b == 1", 2.0),
    ]
    source = small_course.notebook(cells)
    whole = small_course.grade(source, {"a": answer, "b": "b = 1"})
    assert [cell.points for cell in whole.result.cells] == [2.0, 2.0]
    check = JudgeProcess.check

    def breaks_late(self: JudgeProcess, index: int, *rest: Any) -> Any:
        if index == 3:
            raise ZeroDivisionError("nobody has thought of this")
        return check(self, index, *rest)

    monkeypatch.setattr(JudgeProcess, "check", breaks_late)
    graded = small_course.grade(source, {"a": answer, "b": "b = 1"})
    assert [(cell.state, cell.points) for cell in graded.result.cells] == [(State.COULD_NOT_CHECK, None)] * 2
    assert [event.kind for event in graded.result.events] == [EventKind.NOT_GRADED]
    (check_a,) = graded.result.cells[0].checks
    assert check_a.detail.startswith("ZeroDivisionError: nobody has thought of this")
    assert "ZeroDivisionError" not in check_a.message
    assert graded.withheld == {0, 1, 2, 3}


_DOUBLES = """from softmark import points

### BEGIN HIDDEN TESTS
{above}
@points(2{secret})
def test_doubles(double):
    assert double({given}) == 9422
### END HIDDEN TESTS
"""


@pytest.mark.parametrize(
    ("secret", "above", "given", "withheld"),
    [
        pytest.param("", "", "4711", True, id="secret unless said otherwise"),
        pytest.param(", secret=False", "", "4711", False, id="no secret"),
        pytest.param(", secret=False", "base = 4711", "base", True, id="a name that the student's code reads"),
        pytest.param(", secret=False", "assert double(1) == 2", "4711", True, id="a call above the test"),
    ],
)
def test_outputs_below_hidden_inputs(
    secret: str, above: str, given: str, withheld: bool, small_course: Any, make_cell: Any, make_test_cell: Any
) -> None:
    """They could show these inputs, and are withheld, unless the test's author calls them no secret."""
    answer = "seen = []\ndef double(n):\n    seen.append(n)\n    return 2 * n"
    cells = [
        make_cell("locked", "given", "base = 1\ndef triple():\n    return 3 * base", ""),
        make_cell("solution", "a", answer, "def double(n):\n    pass"),
        make_test_cell("test-a", _DOUBLES.format(secret=secret, above=above, given=given), 2.0),
        make_cell("solution", "b", "print(seen)", "pass"),
    ]
    graded = small_course.grade(small_course.notebook(cells), {"a": answer, "b": "print(seen)"})
    assert [cell.points for cell in graded.result.cells] == [2.0]
    assert "4711" in str(graded.notebook.cells[3].outputs)
    assert graded.withheld == ({3} if withheld else set())


@pytest.mark.filterwarnings("error")
def test_notebooks_leave_nothing_open_in_a_worker(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """A thread that has graded ends without an event loop, a socket or a file that is still open."""
    cells = [make_cell("solution", "a", "a = 1", "a = None"), make_test_cell("test-a", "assert a == 1", 2.0)]
    source = small_course.notebook(cells)
    with ThreadPoolExecutor(1) as executor:
        graded = [executor.submit(small_course.grade, source, {"a": f"a = {n}"}).result() for n in (1, 2)]
    gc.collect()  # what is open when it is collected warns
    assert [one.result.cells[0].points for one in graded] == [2.0, 0.0]


def test_grader_with_very_many_open_files(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """Descriptors above 1023 are descriptors like others."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2_048:
        pytest.skip("needs 2048 open files")
    cells = [make_cell("solution", "a", "a = 1", "a = None"), make_test_cell("test-a", "assert a == 1", 2.0)]
    source = small_course.notebook(cells)
    with contextlib.ExitStack() as stack:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2_048, hard))
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(1_100):
            stack.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        assert [cell.points for cell in small_course.grade(source, {"a": "a = 1"}).result.cells] == [2.0]
