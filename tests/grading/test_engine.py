"""The engine: the same content is graded once, and only what would always end so is remembered."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from softmark.grading import Engine, SourceNotebook
from softmark.grading.store import Kind, Store
from softmark.model import EventKind, Limits, State

RIGHT = "def double(n):\n    return 2 * n"


class Counted(Executor):
    """Does each job at once, and counts them; takes bytes and gives bytes only."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def submit(self, job: Callable[..., Any], /, *args: Any, **rest: Any) -> Future[Any]:
        assert [type(each) for each in (*args, *rest.values())] == [bytes] * len(args)
        self.jobs.append(job.__name__)
        future: Future[Any] = Future()
        future.set_result(job(*args))
        assert type(future.result()) is bytes
        return future

    def taken(self) -> list[str]:
        jobs, self.jobs = self.jobs, []
        return jobs


@pytest.fixture
def source(small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any], tmp_path: Path) -> Any:
    """A function to write, with a hidden check."""
    (tmp_path / "source" / "hidden").mkdir(parents=True)
    cells = [
        make_cell("solution", "double", RIGHT, "def double(n):\n    ..."),
        make_test_cell("test-double", "### BEGIN HIDDEN TESTS\nassert double(4711) == 9422\n### END HIDDEN TESTS"),
    ]
    return replace(small_course.notebook(cells), folder=tmp_path / "source")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def _grade(store: Store, small_course: Any, source: Any, text: str = RIGHT, **rest: Any) -> tuple[list[str], Any]:
    """Which jobs there were, and the result; by an engine of its own, as another run has one."""
    executor = Counted()
    fresh = rest.pop("fresh", False)
    node = small_course.submission(source, {"double": text})
    graded = Engine(store, executor, fresh=fresh).grade(source, node, **{"student": "kim", **rest})
    return executor.taken(), graded


def test_same_content_is_graded_once(small_course: Any, source: SourceNotebook, store: Store) -> None:
    """In another run, too; with all that belongs to the result."""
    jobs, first = _grade(store, small_course, source, "print('seen')\n" + RIGHT)
    assert jobs == ["run_control", "run_submission"]
    again, second = _grade(store, small_course, source, "print('seen')\n" + RIGHT)
    assert again == []
    assert second.result == first.result
    assert second.notebook.cells[0].outputs == first.notebook.cells[0].outputs != []
    assert _grade(store, small_course, source, RIGHT)[0] == ["run_submission"]
    assert _grade(store, small_course, source, fresh=True)[0] == ["run_control", "run_submission"]


def test_whatever_decides_a_mark_is_part_of_the_key(
    small_course: Any, source: SourceNotebook, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The student (for the seed), files, limits, hidden data, checks, and the machine's settings."""
    _grade(store, small_course, source)
    assert _grade(store, small_course, source, student="lee")[0] == ["run_submission"]
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed" / "own.txt").touch()
    assert _grade(store, small_course, source, files=tmp_path / "handed")[0] == ["run_submission"]
    both = ["run_control", "run_submission"]
    assert _grade(store, small_course, source, limits=Limits(cell_seconds=9))[0] == both
    (source.folder / "hidden" / "rows.txt").touch()
    assert _grade(store, small_course, source)[0] == both
    changed = replace(source.cells[1], source=source.cells[1].source.replace("==", "<="))
    assert _grade(store, small_course, replace(source, cells=(source.cells[0], changed)))[0] == both
    assert _grade(store, small_course, source)[0] == []
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/nowhere")
    assert _grade(store, small_course, source)[0] == []
    monkeypatch.setenv("TZ", "Asia/Seoul")
    assert _grade(store, small_course, source)[0] == both


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("while True: pass", EventKind.TIMEOUT),
        (f"{RIGHT}\nimport os\nos._exit(3)", EventKind.KERNEL_DIED),
        ("def double(n):\n    while True: pass", None),
        ("def double(n):\n    import os\n    os._exit(3)", EventKind.KERNEL_DIED),
    ],
)
def test_what_may_end_otherwise_is_not_kept(
    small_course: Any, source: SourceNotebook, store: Store, text: str, kind: EventKind | None
) -> None:
    """Time that was up, a kernel that died: with more luck the points may be others."""
    limits = Limits(cell_seconds=2, check_seconds=2, interrupt_seconds=2)
    _grade(store, small_course, source, limits=limits)
    jobs, graded = _grade(store, small_course, source, text, limits=limits)
    assert graded.result.cells[0].state is State.FAILED
    assert kind is None or kind in {event.kind for event in graded.result.events}
    assert jobs == ["run_submission"]
    assert _grade(store, small_course, source, text, limits=limits)[0] == ["run_submission"]


def test_fault_of_a_check_is_not_kept(small_course: Any, source: SourceNotebook, store: Store) -> None:
    """*Could not check* may be mended on this machine."""
    broken = replace(source.cells[1], source=source.cells[1].source.replace("9422", "missing_name"))
    faulty = replace(source, cells=(source.cells[0], broken))
    jobs, graded = _grade(store, small_course, faulty)
    assert graded.result.cells[0].state is State.COULD_NOT_CHECK
    assert _grade(store, small_course, faulty)[0] == jobs == ["run_control", "run_submission"]


def test_forged_result_is_worked_out_again(small_course: Any, source: SourceNotebook, store: Store) -> None:
    """Somebody has written full marks into the file of a wrong answer."""
    wrong = "def double(n):\n    return n"
    _grade(store, small_course, source, wrong)
    _grade(store, small_course, source)
    files = {entry.path: entry.path.read_bytes() for entry in store.entries() if entry.kind is Kind.RESULT}
    (one, two) = files
    one.write_bytes(files[two])
    two.write_bytes(files[one])
    jobs, graded = _grade(store, small_course, source, wrong)
    assert jobs == ["run_submission"]
    assert graded.result.cells[0].points == 0.0


def test_unusable_store_is_told_and_grading_goes_on(
    small_course: Any, source: SourceNotebook, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its folder has been replaced by a file while it was open."""
    store = Store(tmp_path / "store")
    (tmp_path / "store" / "result").touch()
    _jobs, graded = _grade(store, small_course, source)
    assert graded.result.cells[0].points == 1.0
    assert any("not kept" in record.getMessage() for record in caplog.records)


def test_begun_work_is_picked_up(small_course: Any, source: SourceNotebook, store: Store) -> None:
    """Once, whether or not it can be kept; and it is not begun twice."""
    executor = Counted()
    engine = Engine(store, executor)
    limits = Limits(cell_seconds=2)
    for text in (RIGHT, "while True: pass"):
        node = small_course.submission(source, {"double": text})
        arguments = {"files": None, "student": "kim", "limits": limits}
        assert engine.begin(source, node, **arguments) is not None
        engine.begin(source, node, **arguments)
        assert "run_submission" in executor.taken()
        engine.grade(source, node, **arguments)
        assert executor.taken() == []
    node = small_course.submission(source, {"double": RIGHT})
    assert engine.begin(source, node, **arguments) is None


def test_reference_in_kernel_mode_is_run_once(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any], store: Store
) -> None:
    """What only the submission's own kernel can know, too, is known by then."""
    cells = [
        make_cell("solution", "double", RIGHT, "def double(n):\n    ..."),
        make_test_cell("test-double", "import inspect\nassert '2' in inspect.getsource(double)"),
    ]
    source = small_course.notebook(cells)
    assert _grade(store, small_course, source)[0] == ["run_control", "run_submission"]
    assert _grade(store, small_course, source, f"{RIGHT} + 0")[0] == ["run_submission"]
