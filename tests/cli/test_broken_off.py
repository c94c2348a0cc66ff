"""A run that ends in the middle: by Ctrl-C, by kill -9, beside another one. Nothing is lost, nothing is left alive."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from softmark.cli.live import interrupts_heard

BIN = Path(sys.executable).parent
RIGHT, WRONG = "def double(n):\n    return n + n", "def double(n):\n    return n"
STUDENTS = [f"s{number}" for number in range(6)]
# A campaign of many more: SOFTMARK_KILLS=30 pytest tests/cli/test_broken_off.py
KILLS = int(os.environ.get("SOFTMARK_KILLS", "3"))


@pytest.fixture(scope="module")
def a_class(course_folder: Any, test_cells: dict[str, str]) -> Any:
    """Six submissions that take about half a second each."""
    course = course_folder
    course.add("sums", plain=test_cells["plain"], pytest_style=test_cells["pytest_style"])
    for number, student in enumerate(STUDENTS):
        text = f"import time\ntime.sleep(0.3)\n{RIGHT if number % 3 else WRONG}  # {student}"
        course.hand_in(student, "sums", course.answered("sums", text))
    return course


def _start(course: Any, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
    return subprocess.Popen(
        [str(BIN / "softmark"), "grade", "sums", *arguments],
        cwd=course.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def _until(condition: Any, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def _below(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _kept(course: Any) -> set[str]:
    """The names of results in the store."""
    return {str(path.relative_to(course.root)) for path in course.root.glob(".softmark/store/[crt]*/??/[0-9a-f]*")}


def _marks(course: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database, database:
        rows = database.execute(
            "select s.student_id, c.name, g.auto_score, g.needs_manual_grade from grade g "
            "join base_cell c on g.cell_id = c.id join submitted_notebook n on g.notebook_id = n.id "
            "join submitted_assignment s on n.assignment_id = s.id"
        )
        return sorted(rows)


def _pages(course: Any) -> dict[str, str]:
    """What students are shown."""
    made = course.run("nbgrader", "generate_feedback", "sums")
    assert made.status == 0, made.error
    found = course.root.glob("feedback/*/sums/one.html")
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in found}


def _copy(course: Any, folder: Path) -> Any:
    shutil.copytree(course.root, folder, ignore=shutil.ignore_patterns(".softmark"))
    return type(course)(folder)


def test_interrupt_ends_everything_at_once(a_class: Any, tmp_path: Path) -> None:
    """It says what is done and how to go on; and going on works."""
    course = _copy(a_class, tmp_path / "course")
    run = _start(course, "--workers", "1")
    _until(lambda: (course.root / "autograded" / STUDENTS[0] / "sums" / "one.ipynb").exists())
    below = _below(run.pid)
    assert below
    run.send_signal(signal.SIGINT)
    out, error = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "of 6 submissions are in the gradebook" in out
    assert "give the same command again" in out
    assert "Traceback" not in out + error
    assert psutil.wait_procs(below, timeout=10)[1] == []
    assert course.grade("sums").status == 0
    assert len(_marks(course)) == 12


class Cleaned:
    """Ctrl-C hits where Python drops every exception."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)  # where the signal is taken


def _interrupted_while_cleaning_up() -> None:
    with interrupts_heard():
        Cleaned()
        _until(lambda: False, seconds=10)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_interrupt_is_heard_though_something_is_being_cleaned_up() -> None:
    """It comes again; and afterwards Ctrl-C is what it was."""
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM)
    with pytest.raises(KeyboardInterrupt):
        _interrupted_while_cleaning_up()
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGALRM)) == before


def test_killed_runs_go_on(a_class: Any, tmp_path: Path) -> None:
    """The grader or a process below it, at any moment: then again, and all that is kept and shown is as it would be."""
    quiet = _copy(a_class, tmp_path / "quiet")
    started = time.monotonic()
    assert quiet.grade("sums").status == 0
    took = time.monotonic() - started
    pages = _pages(quiet)
    assert sorted(pages) == STUDENTS
    draw = random.Random(1)
    for number in range(KILLS):
        course = _copy(a_class, tmp_path / f"course-{number}")
        run = _start(course)
        time.sleep(draw.uniform(0.3, 1.0) * took)
        below = _below(run.pid)
        victims = [draw.choice(below)] if below and number % 3 else [psutil.Process(run.pid)]
        for victim in victims:
            victim.kill()
        run.communicate(timeout=120)
        again = course.grade("sums")
        assert again.status == 0, again.out + again.error
        assert _marks(course) == _marks(quiet)
        assert _pages(course) == pages
        # The keys hold all that decides a mark: equal names are equal work.
        assert {name.rpartition("/")[0] for name in _kept(course)} == {name.rpartition("/")[0] for name in _kept(quiet)}
        assert psutil.wait_procs(below, timeout=10)[1] == []
        shutil.rmtree(course.root, ignore_errors=True)


def test_two_runs_at_once_harm_nobody(a_class: Any, tmp_path: Path) -> None:
    """Both end well, and the gradebook holds what one alone would have written."""
    quiet, course = _copy(a_class, tmp_path / "quiet"), _copy(a_class, tmp_path / "course")
    assert quiet.grade("sums").status == 0
    runs = [_start(course), _start(course)]
    told = [run.communicate(timeout=180) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert [out.count("2/4") + out.count("4/4") for out, _error in told] == [6, 6]
    assert _marks(course) == _marks(quiet)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to make a small disk")
def test_full_disk_is_told_and_nothing_is_lost(a_class: Any, tmp_path: Path) -> None:
    """In a sentence; grades that were there stay, and with more room the same command goes on."""
    quiet = _copy(a_class, tmp_path / "quiet")
    assert quiet.grade("sums").status == 0
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("needs root, to make a small disk")
    try:
        course = _copy(quiet, disk / "course")
        before = _marks(course)
        filler = disk / "filler"
        for left in (8_192, 40_960, 81_920):
            filler.unlink(missing_ok=True)
            space = os.statvfs(disk)
            filler.write_bytes(bytes(space.f_bavail * space.f_frsize - left))
            told = course.grade("sums", "--fresh")
            assert "Traceback" not in told.out + told.error
            assert told.status == 0 or "disk is full" in told.error or "No space left" in told.out
            marks = {(student, cell): points for student, cell, points, _manual in _marks(course)}
            assert all(marks[student, cell] in (points, None) for student, cell, points, _manual in before)
        filler.unlink()
        assert course.grade("sums").status == 0
        assert _marks(course) == before
    finally:
        subprocess.run(["umount", disk], check=True)
