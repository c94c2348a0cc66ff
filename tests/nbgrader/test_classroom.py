"""A class that ``softmark grade`` has graded at once, and nbgrader's own autograde that takes up the results."""

import copy
import gc
import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import nbformat
import pytest

from softmark.cli.results_table import to_json
from softmark.grading import Engine
from softmark.grading.engine import AtOnce
from softmark.nbgrader import classroom
from softmark.nbgrader.course import assignments, open_course
from softmark.nbgrader.engines import store_of
from softmark.nbgrader.hearing import heard
from softmark.nbgrader.history import History
from softmark.nbgrader.source import CourseError

LISTING = (
    "import os\nprint(sorted(name for name in os.listdir() if name[:3] == 'my-'))\ndef double(n):\n    return 2 * n"
)
RIGHT = "def double(n):\n    return 2 * n"
READING = "from pathlib import Path\nprint(Path('my-notes.txt').read_text())\ndef double(n):\n    return 2 * n"


@pytest.fixture
def a_class(make_course: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a course whose submissions are graded for real: ``a_class("c.Some.setting = 1")``."""
    return lambda settings="": make_course(f"c.GradeStep.grader = None\n{settings}")


def _assigned(course: Any) -> Any:
    return classroom.assigned(open_course(course.root), "sums")


def _run(course: Any, *students: str, engine: Engine | None = None) -> dict[str, Any]:
    """Grade as ``softmark grade`` does, with jobs that are done at once; student -> entry in the results."""
    whole = _assigned(course)
    results: list[Any] = []
    classroom.grade(whole, engine or Engine(store_of(course.root)), students, results.append, at_once=2)
    return {entry["student"]: entry for entry in to_json("sums", results)["submissions"]}


def _printed(notebook: Any) -> str:
    return "".join(str(output.get("text", "")) for cell in notebook.cells for output in cell.get("outputs", ()))


class Counted(AtOnce):
    """Counts the submissions that are run."""

    def __init__(self) -> None:
        self.runs = 0

    def submit(self, job: Callable[..., Any], /, *args: Any, **rest: Any) -> Future[Any]:
        """The job, done."""
        self.runs += job.__name__ == "run_submission"
        return super().submit(job, *args, **rest)


def _runs(course: Any, *students: str, **options: Any) -> int:
    """How many submissions a grading of the class runs."""
    counted = Counted()
    _run(course, *students, engine=Engine(store_of(course.root), counted, **options))
    return counted.runs


def test_kernel_gets_the_files_that_nbgrader_takes(a_class: Callable[..., Any]) -> None:
    """Of a submission that is too large, the kernel sees the same files either way, and no more than the bound."""
    course = a_class("c.CourseDirectory.max_dir_size = 100")
    folder = course.hand_in("ada", double=LISTING).parent
    for name in ("my-a.bin", "my-b.bin", "my-c.bin"):
        (folder / name).write_bytes(bytes(60_000))
    (folder / "my-old.pyc").write_bytes(b"the course ignores these")
    assert course.autograde().success
    assert "['my-a.bin']" in _printed(course.autograded("ada"))
    for source, arguments in classroom.notebooks_of(_assigned(course), "ada"):
        assert "['my-a.bin']" in _printed(Engine().grade(source, **arguments).notebook)


def test_what_was_begun_is_taken_up(a_class: Callable[..., Any]) -> None:
    """nbgrader's step finds the result of each submission, files beside it or not: each runs once."""
    course = a_class()
    (course.hand_in("ada", double=READING).parent / "my-notes.txt").write_text("the first notes")
    course.hand_in("bob", double=RIGHT)
    assert _runs(course, "ada", "bob") == 2


def test_unchanged_submissions_are_not_run_again(a_class: Callable[..., Any]) -> None:
    """Nor even written again; a changed notebook, file or setting is noticed; --fresh runs all."""
    course = a_class()
    notes = course.hand_in("ada", double=READING).parent / "my-notes.txt"
    notes.write_text("the first notes")
    course.hand_in("bob", double=RIGHT)
    first = _run(course, "ada", "bob")
    written = course.folder("autograded", "bob") / "one.ipynb"
    before = written.stat().st_ino
    assert _runs(course, "ada", "bob") == 0
    assert _run(course, "ada", "bob") == first
    assert written.stat().st_ino == before
    notes.write_text("the second notes")
    assert _runs(course, "ada", "bob") == 1
    assert re.findall("the .* notes", _printed(course.autograded("ada"))) == ["the second notes"]
    assert _runs(course, "ada", "bob", fresh=True) == 2


@pytest.mark.parametrize("harm", ["score", "file", "folder"])
def test_result_that_is_not_there_any_more_is_written_again(a_class: Callable[..., Any], harm: str) -> None:
    """Somebody has changed the gradebook or autograded/: nothing runs, and it is put right."""
    course = a_class()
    course.hand_in("ada", double=RIGHT)
    _run(course, "ada")
    folder = course.folder("autograded", "ada")
    if harm == "score":
        with course.api.gradebook as gradebook:
            grade = gradebook.find_grade("test-double", "one", "sums", "ada")
            grade.auto_score = 1.0
            gradebook.db.commit()
    elif harm == "file":
        (folder / "one.ipynb").unlink()
    else:
        shutil.rmtree(folder)
    assert _runs(course, "ada") == 0
    assert course.scores("ada")["one/test-double"] == (3.0, False)
    assert (folder / "one.ipynb").exists()


def test_manual_points_and_comments_stay(a_class: Callable[..., Any]) -> None:
    """Through a run that writes nothing, and through one that writes again."""
    course = a_class()
    course.hand_in("ada", double=RIGHT)
    _run(course, "ada")
    with course.api.gradebook as gradebook:
        gradebook.find_grade("why-double", "one", "sums", "ada").manual_score = 1.5
        gradebook.find_comment("why-double", "one", "sums", "ada").manual_comment = "Well put."
        gradebook.db.commit()
    for _again in range(2):
        _run(course, "ada")
        with course.api.gradebook as gradebook:
            assert gradebook.find_grade("why-double", "one", "sums", "ada").manual_score == 1.5
            assert gradebook.find_comment("why-double", "one", "sums", "ada").manual_comment == "Well put."
        shutil.rmtree(course.folder("autograded", "ada"))


def test_killed_run_goes_on_where_it_was(a_class: Callable[..., Any]) -> None:
    """What was worked out is not worked out again, although nothing of it was written."""
    course = a_class()
    for student in ("ada", "bob"):
        course.hand_in(student, double=f"{RIGHT}  # {student}")
    whole = _assigned(course)
    engine = Engine(store_of(course.root))
    assert list(classroom.ready(whole, engine, ["ada", "bob"], 2)) == ["ada", "bob"]
    assert not course.folder("autograded", "ada").exists()
    assert _runs(course, "ada", "bob") == 0
    assert course.scores("bob")["one/test-double"] == (3.0, False)


def test_notebooks_are_not_held_in_memory(a_class: Callable[..., Any]) -> None:
    """However many there are; nbconvert holds the metadata of each, where its results and learning curves are."""
    course = a_class()
    students = [f"s{number}" for number in range(5)]
    for student in students:
        course.hand_in(student, double=RIGHT)
    held: list[int] = []

    def count(_result: Any) -> None:
        gc.collect()
        held.append(sum(type(known) is nbformat.NotebookNode for known in gc.get_objects()))

    classroom.grade(_assigned(course), Engine(store_of(course.root)), students, count, at_once=2)
    assert len(held) == len(students)
    assert held[-1] == held[1]


def test_nbgrader_finds_what_softmark_has_graded(a_class: Callable[..., Any]) -> None:
    """And the other way round: formgrader's button and the command keep their results in one place."""
    course = a_class()
    course.hand_in("ada", double=f"import time\nprint(time.time_ns())\n{RIGHT}")
    _run(course, "ada")
    first = _printed(course.autograded("ada"))
    assert course.autograde().success
    assert _printed(course.autograded("ada")) == first
    assert _runs(course, "ada") == 0


def test_every_grade_is_remembered(a_class: Callable[..., Any]) -> None:
    """When, by which checks, how many points; the same again is one line."""
    course = a_class()
    course.hand_in("ada", double=RIGHT)
    _run(course, "ada")
    assert course.autograde().success
    course.hand_in("ada", double=RIGHT.replace("2", "3"))
    _run(course, "ada")
    first, second = History(course.root).of("sums")
    assert [(past.points, past.state) for past in (first, second)] == [(3.0, "passed"), (0.0, "failed")]
    assert first.checks == second.checks != ""
    assert first.at <= second.at
    assert History(course.root).of("sums", "bob") == []
    assert (course.root / ".softmark").stat().st_mode & 0o077 == 0


def _grade(course: Any, *students: str) -> tuple[dict[str, Any], list[str]]:
    """Student -> entry in the results of a class that the course's own grader graded; and the warnings."""

    class Own(Engine):
        """Grades as the course's settings say."""

        grade = staticmethod(open_course(course.root).app.config.GradeStep.grader)

        def begin(self, *args: Any, **rest: Any) -> None:
            """Nothing is begun."""

    opened = open_course(course.root)
    results: list[Any] = []
    with heard(opened) as warnings:
        whole = classroom.assigned(opened, "sums")
        classroom.grade(whole, Own(), students, results.append, at_once=1)
    found = to_json("sums", results)
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
    with pytest.raises(CourseError, match="worth 5 points in source/"):
        _assigned(course)


def test_grading_again_warns_of_nothing(course: Any) -> None:
    """That last time's results are replaced is what the command is for."""
    for student in ("ada", "bob"):
        course.hand_in(student, double=RIGHT)
    _grade(course, "ada", "bob")
    assert _grade(course, "ada", "bob")[1] == []


def test_folders_may_be_arranged_otherwise(make_course: Callable[..., Any]) -> None:
    """Assignments and students are found where the course's directory_structure has them."""
    course = make_course('c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"')
    course.hand_in("ada", double=RIGHT)
    shutil.move(course.root / "source" / "sums", course.root / "sums" / "source")
    shutil.move(course.root / "submitted" / "ada" / "sums", course.root / "sums" / "submitted" / "ada")
    opened = open_course(course.root)
    assert assignments(opened) == ["sums"]
    assert classroom.submissions(opened, "sums", None) == ["ada"]
    assert _grade(course, "ada")[0]["ada"]["points"] == 3.0


def test_settings_do_not_print_the_class(a_class: Callable[..., Any]) -> None:
    """The course's settings are printed for each notebook; what is on its way is no part of that."""
    course = a_class()
    course.hand_in("ada", double=RIGHT)
    whole = _assigned(course)
    engine = Engine()
    assert list(classroom.ready(whole, engine, ["ada"], 1)) == ["ada"]
    whole.course.app.config.GradeStep.grader = engine.grade
    assert "return 2 * n" not in json.dumps(whole.course.app.config, default=repr)
    assert copy.deepcopy(engine.grade).__self__ is engine


class Slow(Executor):
    """Begins jobs and never ends them."""

    def __init__(self) -> None:
        self.begun = 0

    def submit(self, job: Callable[..., Any], /, *args: Any, **_rest: Any) -> Future[Any]:
        """A future that is done only for references."""
        if job.__name__ == "run_control":
            return AtOnce().submit(job, *args)
        self.begun += 1
        return Future()


def test_no_more_notebooks_are_read_than_are_needed(course: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large class does not fill the memory: the third submission waits until one of two is done."""
    for student in ("ada", "bob", "eve"):
        course.hand_in(student, double=f"{RIGHT}  # {student}")
    slow = Slow()

    class Waits(Exception):
        """Instead of waiting for ever."""

    def no_waiting(*_args: Any, **_rest: Any) -> None:
        raise Waits

    monkeypatch.setattr(classroom, "wait", no_waiting)
    with pytest.raises(Waits):
        list(classroom.ready(_assigned(course), Engine(None, slow), ["ada", "bob", "eve"], 2))
    assert slow.begun == 2


@pytest.mark.usefixtures("without_walls")  # so that a file outside can stand for the package
def test_reference_that_failed_gets_another_chance(a_class: Callable[..., Any]) -> None:
    """Formgrader's server lives on while a missing package is installed; the next run looks again."""
    course = a_class("c.Sandbox.unsafe = True")
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
