"""A class that ``softmark grade`` has graded at once, and nbgrader's own autograde that takes up the results."""

import re
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from softmark.nbgrader import classroom
from softmark.nbgrader.course import open_course

LISTING = (
    "import os\nprint(sorted(name for name in os.listdir() if name[:3] == 'my-'))\ndef double(n):\n    return 2 * n"
)
READING = "from pathlib import Path\nprint(Path('my-notes.txt').read_text())\ndef double(n):\n    return 2 * n"


class AtOnce(Executor):
    """Does each job when it is submitted; a thread of its own would leave its event loop open."""

    def submit(self, job: Callable[..., Any], /, *args: Any, **rest: Any) -> Future[Any]:
        """The job, done."""
        future: Future[Any] = Future()
        future.set_result(job(*args, **rest))
        return future


@pytest.fixture
def a_class(make_course: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a course whose submissions are graded for real: ``a_class("c.Some.setting = 1")``."""
    return lambda settings="": make_course(f"c.GradeStep.grader = None\n{settings}")


def _prepare(course: Any) -> tuple[Any, classroom.Prepared]:
    opened = open_course(course.root)
    jobs = list(classroom.works(opened, "sums", ["ada"]))
    return opened, classroom.prepare(AtOnce(), jobs, lambda work: None)


def _printed(notebook: Any) -> str:
    return "".join(str(output.get("text", "")) for cell in notebook.cells for output in cell.get("outputs", ()))


def test_kernel_gets_the_files_that_nbgrader_takes(a_class: Callable[..., Any]) -> None:
    """Of a submission that is too large, the kernel sees the same files either way, and no more than the bound."""
    course = a_class("c.CourseDirectory.max_dir_size = 100")
    folder = course.hand_in("ada", double=LISTING).parent
    for name in ("my-a.bin", "my-b.bin", "my-c.bin"):
        (folder / name).write_bytes(bytes(60_000))
    (folder / "my-old.pyc").write_bytes(b"the course ignores these")
    _, prepared = _prepare(course)
    (promise,) = prepared.promises.values()
    assert course.autograde().success
    assert "['my-a.bin']" in _printed(course.autograded("ada"))
    assert "['my-a.bin']" in _printed(promise.graded.result().notebook)


def test_prepared_result_is_taken_up(a_class: Callable[..., Any]) -> None:
    """What has been graded is not graded again, although files have been handed in beside it."""
    course = a_class()
    (course.hand_in("ada", double=READING).parent / "my-notes.txt").write_text("the first notes")
    opened, prepared = _prepare(course)
    (promise,) = prepared.promises.values()
    classroom.autograde(opened, "sums", None, prepared)
    (result,) = classroom.results(opened, "sums", ["ada"])
    assert result.notebooks[0].seconds == promise.graded.result().result.seconds


def test_files_that_changed_since_are_graded_anew(a_class: Callable[..., Any]) -> None:
    """A result that was prepared with other files than those that lie there now is not used."""
    course = a_class()
    notes = course.hand_in("ada", double=READING).parent / "my-notes.txt"
    notes.write_text("the first notes")
    opened, prepared = _prepare(course)
    notes.write_text("the second notes")
    classroom.autograde(opened, "sums", None, prepared)
    assert re.findall("the .* notes", _printed(course.autograded("ada"))) == ["the second notes"]
