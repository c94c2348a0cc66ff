"""Kernels and judges that end in the middle: whose fault that is, and what is told afterwards."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from softmark.grading.judging import JudgeProcess
from softmark.grading.session import Session
from softmark.model import EventKind, Limits, State
from softmark.sandbox import tier
from softmark.sandbox.warm import can_fork

RIGHT = "def double(n):\n    return 2 * n\n\nme = 'kim'"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
DIES = "import os, signal\nif me == 'kim'{}:\n    os.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture
def course(small_course: Any, make_cell: Any, make_test_cell: Any) -> Any:
    """Makes a source notebook of one answer and these test cells, all hidden but those that begin with a comment."""
    reference = RIGHT.replace("kim", "reference")
    solution = make_cell("solution", "double", reference, "def double(n):\n    pass\n\nme = 'kim'")

    def make(*tests: str) -> Any:
        texts = [text if text.startswith("#") else HIDDEN.format(text) for text in tests]
        return small_course.notebook([solution, *(make_test_cell(f"t{n}", text) for n, text in enumerate(texts))])

    return make


def _points(graded: Any) -> list[float | None]:
    return [cell.points for cell in graded.result.cells]


def _once(marker: Path) -> str:
    """What a test cell runs to end its own process on a submission, the first time."""
    return f"from pathlib import Path\nmarker = Path({str(marker)!r})\n" + DIES.format(
        " and not marker.exists() and not marker.touch()"
    )


def _count(file: Path) -> str:
    return f"print(end='x', file=open({str(file)!r}, 'a'))"


@pytest.mark.skipif(not can_fork(), reason="needs Linux")
@pytest.mark.usefixtures("without_walls")
def test_submission_that_ends_its_parent_costs_nobody_else(small_course: Any, course: Any, tmp_path: Path) -> None:
    """A kernel that dies with the process that others share runs again with one of its own; that run counts."""
    source = course("assert double(4711) == 9422")
    small_course.engine.begin_control(source, Limits()).result()
    here, wait = (
        tmp_path / "here",
        "import os, pathlib, time\nhere = pathlib.Path({!r})\n".format(str(tmp_path / "here")),
    )
    good = wait + "if not here.exists():\n    here.touch()\n    time.sleep(60)\n" + RIGHT
    evil = wait + f"while not here.exists():\n    time.sleep(0.1)\nos.kill(os.getppid(), 9)\ntime.sleep(60)\n{RIGHT}"
    with ThreadPoolExecutor(2) as executor:
        results = [executor.submit(small_course.grade, source, {"double": answer}) for answer in (good, evil)]
    honest, hostile = (result.result() for result in results)
    assert here.exists()
    assert (_points(honest), honest.result.events) == ([1.0], ())
    assert [cell.state for cell in hostile.result.cells] == [State.FAILED]
    assert [event.kind for event in hostile.result.events] == [EventKind.KILLED]


@pytest.mark.usefixtures("without_walls")
@pytest.mark.parametrize(("end", "runs"), [("os.kill(os.getpid(), 9)", 2), ("os.abort()", 2), ("os._exit(0)", 1)])
def test_kernel_that_ends_itself_has_failed(
    small_course: Any, course: Any, tmp_path: Path, end: str, runs: int
) -> None:
    """Who has killed a kernel nobody can tell, so it runs once more, and no more; an exit is its own."""
    answer = f"import os\n{_count(tmp_path / 'runs')}\n{end}\n{RIGHT}"
    graded = small_course.grade(course("assert double(4711) == 9422"), {"double": answer})
    assert [cell.state for cell in graded.result.cells] == [State.FAILED]
    assert len((tmp_path / "runs").read_text()) == runs


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
@pytest.mark.parametrize(
    "end", ["os.kill(os.getpid(), 9)", "os.abort()", "os._exit(0)", "os.kill(os.getppid() or 1, 9)"]
)
def test_kernel_that_ends_itself_behind_walls_has_failed(small_course: Any, course: Any, end: str) -> None:
    """Whom it tries to take along, too: nobody can be reached."""
    graded = small_course.grade(course("assert double(2) == 4"), {"double": f"import os\n{end}\n{RIGHT}"})
    reached = "getppid" in end
    assert [cell.state for cell in graded.result.cells] == [State.FAILED]
    by_itself = EventKind.KERNEL_DIED if "_exit" in end else EventKind.KILLED
    assert [event.kind for event in graded.result.events] == [EventKind.CELL_ERROR if reached else by_itself]


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_processor_time_that_is_used_up_is_told(small_course: Any, course: Any) -> None:
    """As time, with the limit, and without another run; what finished before has its points."""
    source = course("assert double(2) == 4")
    limits = Limits(cpu_seconds=4)
    answer = f"{RIGHT}\nwhile True:\n    pass"
    graded = small_course.grade(source, {"double": answer}, limits=limits)
    (event,) = graded.result.events
    assert (event.kind, event.cell) == (EventKind.TIMEOUT, "double")
    assert "4 seconds of processor time" in event.message


@pytest.mark.usefixtures("without_walls")
def test_second_run_tells_nothing_that_the_first_was_told(small_course: Any, course: Any, tmp_path: Path) -> None:
    """A submission may have put hidden inputs aside before it was killed: outputs are withheld, messages redacted."""
    source = course(
        "assert double(4711) == 9422",
        "# visible\nassert double(2) == 4, 'For two you gave the wrong result {}, sadly.'.format(double(2))",
    )
    answer = (
        f"import os, pathlib\naside = pathlib.Path({str(tmp_path / 'aside')!r})\n"
        "print(aside.read_text() if aside.exists() else 'nothing')\n"
        "def double(n):\n"
        "    if aside.exists():\n        return aside.read_text() * 20\n"
        "    aside.write_text(str(n))\n    os.kill(os.getpid(), 9)"
    )
    graded = small_course.grade(source, {"double": answer})
    assert [cell.state for cell in graded.result.cells] == [State.FAILED] * 2
    assert (tmp_path / "aside").read_text() == "4711"
    assert 0 in graded.withheld
    assert [cell.checks[0].message for cell in graded.result.cells][1] == "For two you gave the wrong result …, sadly."


@pytest.mark.usefixtures("without_walls")
def test_judge_that_is_killed_costs_nothing(small_course: Any, course: Any, tmp_path: Path) -> None:
    """The cell is checked once more, and cells below it find what cells above it bind."""
    source = course(
        "SAMPLES = [1, 2, 4711]\nassert all(double(n) == 2 * n for n in SAMPLES)",
        f"{_once(tmp_path / 'marker')}\nassert double(4711) == 9422",
        "assert [double(n) for n in SAMPLES] == [2, 4, 9422]",
    )
    assert _points(small_course.grade(source, {"double": RIGHT})) == [1.0, 1.0, 1.0]
    assert (tmp_path / "marker").exists()


@pytest.mark.usefixtures("without_walls")
def test_judge_that_is_killed_where_the_submission_calls_it(small_course: Any, course: Any, tmp_path: Path) -> None:
    """The kernel, which was waiting for an answer of that judge's, answers the next one."""
    dies = _once(tmp_path / "marker").replace("\n", "\n    ")
    source = course(f"def five():\n    {dies}\n    return 5\nassert double(five) == 10")
    solution = source.cells[0]
    text = "def double(n):\n    return 2 * n()\n\nme = "
    made = type(solution)(**{**vars(solution), "source": text + "'reference'"})
    source = type(source)(**{**vars(source), "cells": (made, *source.cells[1:])})
    assert _points(small_course.grade(source, {"double": text + "'kim'"})) == [1.0]
    assert (tmp_path / "marker").exists()


@pytest.mark.usefixtures("without_walls")
def test_judge_that_dies_each_time_has_failed_the_cell(small_course: Any, course: Any, tmp_path: Path) -> None:
    """There are two attempts, no more; what comes below is judged, with the names that whole cells above bind."""
    tries, above = tmp_path / "tries", tmp_path / "above"
    source = course(
        f"{_count(above)}\nSAMPLES = [1, 2]\nassert double(4711) == 9422",
        f"{_count(tries)}\n{DIES.format('')}\nassert double(4711) == 9422",
        "assert [double(n) for n in SAMPLES] == [2, 4]",
    )
    small_course.engine.begin_control(source, Limits()).result()
    tries.unlink()
    above.unlink()
    graded = small_course.grade(source, {"double": RIGHT})
    assert [cell.state for cell in graded.result.cells] == [State.PASSED, State.FAILED, State.PASSED]
    assert len(tries.read_text()) == 2
    assert len(above.read_text()) == 3  # once for each judge


@pytest.mark.parametrize(
    "end",
    [
        "os.kill(os.getpid(), signal.SIGKILL)",
        "time.sleep(60)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]); time.sleep(60)",
    ],
    ids=["killed", "late", "stuck"],
)
def test_judge_that_ends_leaves_no_secrets_behind(small_course: Any, course: Any, end: str) -> None:
    """What a submission saw in a check that came to no end, it does not tell in messages of the next one."""
    source = course(
        f"import os, signal, time\ndouble(4711)\nif me == 'kim': {end}",
        "# visible\nassert double(2) == 4, 'For two you gave the wrong result {}, sadly.'.format(double(2))",
    )
    keeps = "seen = []\ndef double(n):\n    seen.append(n)\n    return str(seen) * 20 if n == 2 else 0\n\nme = 'kim'"
    graded = small_course.grade(source, {"double": keeps}, Limits(check_seconds=3))
    assert [cell.state for cell in graded.result.cells] == [State.FAILED] * 2
    assert graded.result.cells[1].checks[0].message == "For two you gave the wrong result …, sadly."


def test_judge_told_of_the_time_too_late_goes_on(tmp_path: Path) -> None:
    """A signal that finds no check running ends nothing."""
    cell = {"kind": "test", "source": "assert True", "released": "assert True", "grade_id": "t"}
    with JudgeProcess([cell], tmp_path, tmp_path, lambda message: message) as judge:
        for _ in range(3):
            answer = judge.check(0, (), lambda again: 60.0)
            assert [outcome["passed"] for outcome in answer["outcomes"]] == [True]
            assert answer["again"] == ""
            assert judge._process is not None
            judge._process.send_signal(signal.SIGUSR1)


@pytest.mark.skipif(not can_fork(), reason="needs Linux")
def test_kernel_that_is_kept_waiting_when_its_judge_lets_go_lives_on() -> None:
    """Where the submission has nothing to run, no time of its own can be up: a busy machine costs nothing."""
    with Session(lambda folder: None, 7, Limits(interrupt_seconds=0.5)) as session:
        session.run("kept = 7")
        assert session.fits() == []
        for pid in reversed(session.processes()):
            os.kill(pid, signal.SIGSTOP)
        wake = threading.Timer(1.5, lambda: [os.kill(pid, signal.SIGCONT) for pid in session.processes()])
        wake.start()
        assert session.run("print(kept)").outputs[0]["text"] == "7\n"
        wake.join()
