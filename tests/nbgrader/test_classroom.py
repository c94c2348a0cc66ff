"""A class that ``softmark grade`` has graded at once, and nbgrader's own autograde that takes up the results."""

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import nbformat
import pytest

from softmark.cli.results_table import to_json
from softmark.nbgrader import classroom
from softmark.nbgrader.course import assignments, open_course
from softmark.nbgrader.hearing import heard
from softmark.nbgrader.source import CourseError

LISTING = (
    "import os\nprint(sorted(name for name in os.listdir() if name[:3] == 'my-'))\ndef double(n):\n    return 2 * n"
)
RIGHT = "def double(n):\n    return 2 * n"
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


def _grade(course: Any, *students: str) -> tuple[dict[str, Any], list[str]]:
    """Student -> entry in the results of a class that the course's own grader graded; and the warnings."""
    opened = open_course(course.root)
    with heard(opened) as warnings:
        stale = classroom.autograde(opened, "sums", None, opened.app.config.GradeStep.grader)
    found = to_json("sums", list(classroom.results(opened, "sums", students, stale)))
    return {entry["student"]: entry for entry in found["submissions"]}, warnings


def test_notebook_that_was_not_handed_in_counts_as_0(make_course: Callable[..., Any]) -> None:
    """Its points are part of the maximum, an event says why it has none, and the gradebook says the same."""
    course = make_course(one="double", two="triple")
    course.hand_in("ada", double=RIGHT)
    found, warnings = _grade(course, "ada")
    assert [found["ada"][key] for key in ("points", "maximum", "graded")] == [3.0, 6.0, True]
    _one, two = found["ada"]["notebooks"]
    told = {"kind": "not handed in", "cell": "", "message": "This notebook was not handed in."}
    assert (two["notebook"], two["events"]) == ("two", [told])
    with course.api.gradebook as gradebook:
        submission = gradebook.find_submission("sums", "ada")
        assert (submission.code_score, submission.max_code_score) == (3.0, 6.0)
    assert warnings == []


def test_results_of_an_earlier_run_are_none_of_this_one(course: Any) -> None:
    """Who has taken the notebook away again is not graded, and does not keep what lies there from last time."""
    taken = course.hand_in("ada", double=RIGHT)
    course.hand_in("bob", double=RIGHT)
    found, _warnings = _grade(course, "ada", "bob")
    assert [entry["points"] for entry in found.values()] == [3.0, 3.0]
    taken.unlink()
    found, _warnings = _grade(course, "ada", "bob")
    assert {name: (entry["points"], entry["graded"]) for name, entry in found.items()} == {
        "ada": (None, False),
        "bob": (3.0, True),
    }


def test_run_that_is_refused_has_no_results(course: Any) -> None:
    """A source that changed since it was released is told before the first job, and where nbgrader begins."""
    course.hand_in("ada", double=RIGHT)
    _grade(course, "ada")
    path = course.root / "source" / "sums" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].metadata.nbgrader.points = 5
    nbformat.write(notebook, path)
    opened = open_course(course.root)
    with pytest.raises(CourseError, match="worth 5 points in source/"):
        next(classroom.works(opened, "sums", ["ada"]))
    with pytest.raises(CourseError, match="worth 5 points in source/"):
        classroom.autograde(opened, "sums", None, opened.app.config.GradeStep.grader)


def test_grading_again_warns_of_nothing(course: Any) -> None:
    """That last time's results are replaced is what the command is for."""
    for student in ("ada", "bob"):
        course.hand_in(student, double=RIGHT)
    _grade(course)
    assert _grade(course)[1] == []


def test_folders_may_be_arranged_otherwise(make_course: Callable[..., Any]) -> None:
    """Assignments and students are found where the course's directory_structure has them."""
    course = make_course('c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"')
    course.hand_in("ada", double=RIGHT)
    shutil.move(course.root / "source" / "sums", course.root / "sums" / "source")
    shutil.move(course.root / "submitted" / "ada" / "sums", course.root / "sums" / "submitted" / "ada")
    opened = open_course(course.root)
    assert assignments(opened) == ["sums"]
    assert classroom.submissions(opened, "sums", None) == ["ada"]
    assert len(list(classroom.works(opened, "sums", ["ada"]))) == 1
    assert _grade(course, "ada")[0]["ada"]["points"] == 3.0


def test_jobs_hold_no_outputs(course: Any) -> None:
    """What a class has printed before handing in is not needed to grade it, and would fill the memory."""
    notebook = course.released()
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="x" * 1_000)]
    course.hand_in("ada", notebook)
    (work,) = classroom.works(open_course(course.root), "sums", ["ada"])
    assert [cell.outputs for cell in work.notebook.cells if cell.cell_type == "code"] == [[], []]


def test_settings_do_not_print_the_class(course: Any) -> None:
    """The course's settings are printed for each notebook; prepared notebooks are no part of that."""
    course.hand_in("ada", double=RIGHT)
    opened = open_course(course.root)
    (work,) = classroom.works(opened, "sums", ["ada"])
    prepared = classroom.Prepared({"ada": classroom.Promise(Future(), work, "")})
    opened.app.config.GradeStep.grader = prepared
    assert "return 2 * n" not in json.dumps(opened.app.config, default=repr)


class FirstAlone(Executor):
    """Ends the first job at once; the others stay in the queue."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, _job: Callable[..., Any], /, *_args: Any, **_rest: Any) -> Future[Any]:
        """The first future is done."""
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_result(None)
        return self.futures[-1]


def test_no_job_begins_after_an_interrupt(course: Any) -> None:
    """Ctrl-C takes what has not begun out of the queue."""
    for student in ("ada", "bob", "eve"):
        course.hand_in(student, double=RIGHT)
    jobs = list(classroom.works(open_course(course.root), "sums", ["ada", "bob", "eve"]))
    executor = FirstAlone()

    def interrupt(_work: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        classroom.prepare(executor, jobs, interrupt)
    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_reference_that_failed_gets_another_chance(a_class: Callable[..., Any]) -> None:
    """Formgrader's server lives on while a missing package is installed; the next run looks again."""
    course = a_class()
    package = course.root / "package"
    path = course.root / "source" / "sums" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    needs = f"    import os\n    assert os.path.exists({str(package)!r}), 'No module named statsmodels'\n"
    notebook.cells[1].source = notebook.cells[1].source.replace("    return", f"{needs}    return")
    nbformat.write(notebook, path)
    course.hand_in("bob", double=f"def double(n):\n{needs}    return 3 * n")
    assert course.autograde().success
    assert course.scores("bob")["one/test-double"] == (None, True)
    package.touch()
    assert course.autograde().success
    assert course.scores("bob")["one/test-double"] == (0.0, False)
