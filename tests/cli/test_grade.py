"""``softmark grade``: one class with submissions of every kind, and the mistakes of an instructor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest

RIGHT, WRONG = "def double(n):\n    return n + n", "def double(n):\n    return n"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def a_class(course_folder: Any, test_cells: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two who handed in a notebook, and everyone whose file is no submission of this assignment."""
    course = course_folder
    course.add("sums", plain=test_cells["plain"], pytest_style=test_cells["pytest_style"])
    course.add("empty", plain=test_cells["plain"])
    right = course.answered("sums", RIGHT)
    assert course.run("nbgrader", "db", "assignment", "add", "sums", "--duedate=2026-01-01 12:00 UTC").status == 0
    course.hand_in("ada", "sums", right)
    (course.root / "submitted" / "ada" / "sums" / "timestamp.txt").write_text("2026-01-01 13:30:00 UTC")
    course.hand_in("bob", "sums", course.answered("sums", WRONG))
    course.hand_in("old", "sums", nbformat.convert(right, 3))
    course.hand_in("no-json", "sums", b"%PDF-1.7")
    course.hand_in("nothing", "sums", b"")
    course.hand_in("huge", "sums", 100 << 20)
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])
    course.hand_in("other", "sums", other)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "one.ipynb"
    nbformat.write(right, elsewhere)
    course.hand_in("link", "sums", elsewhere)
    return course, course.grade("sums", "--json", "sums.json")


def test_others_are_graded(a_class: Any) -> None:
    """Right and wrong answers get their points among broken files, one of an old format, too."""
    course, _told = a_class
    found = course.results("sums.json")
    assert {name: found[name]["points"] for name in ("ada", "bob", "old")} == {"ada": 4.0, "bob": 2.0, "old": 4.0}


def test_late_work_is_said_to_be_late(a_class: Any) -> None:
    """Once, in the student's row and among what happened, and not as a warning of the command's."""
    course, told = a_class
    (notebook,) = course.results("sums.json")["ada"]["notebooks"]
    assert [event["kind"] for event in notebook["events"]] == ["late"]
    assert next(line for line in told.out.splitlines() if line.startswith("ada")).split()[-1] == "late"
    assert "seconds late" not in told.out + told.error


@pytest.mark.parametrize(
    ("student", "sentence"),
    [
        ("no-json", "it is not JSON"),
        ("nothing", "is empty"),
        ("huge", "larger than 50 MB"),
        ("other", "holds none of the cells of 'one'"),
        ("link", "is a link or a folder"),
    ],
)
def test_broken_file_is_not_graded(a_class: Any, student: str, sentence: str) -> None:
    """A file that is no submission gets no points rather than 0, and a sentence says why and what to do."""
    course, told = a_class
    entry = course.results("sums.json")[student]
    assert (entry["graded"], entry["points"]) == (False, None)
    (message,) = [event["message"] for one in entry["notebooks"] for event in one["events"]]
    assert sentence in message
    assert sentence in told.out


def test_status_says_that_not_all_were_graded(a_class: Any) -> None:
    """The exit status is 1, the table names who has no points, and there is no traceback."""
    _course, told = a_class
    assert told.status == 1
    assert told.out.count("not graded") >= 5
    assert "Traceback" not in told.out + told.error


def test_results_keep_to_the_schema(a_class: Any) -> None:
    """What is written is what the schema promises."""
    course, _told = a_class
    jsonschema.validate(json.loads((course.root / "sums.json").read_text()), SCHEMA)


def test_one_student_alone(a_class: Any) -> None:
    """With --student, the others keep what they have, and status 0 means that this one is graded."""
    course, _told = a_class
    told = course.grade("sums", "--student", "ada", "--json", "ada.json")
    assert (told.status, list(course.results("ada.json"))) == (0, ["ada"])


def test_fault_of_a_check_costs_nobody_points(course_folder: Any, test_cells: dict[str, str]) -> None:
    """A check that fails on the reference, or whose hidden data is missing, is told to the instructor alone."""
    course = course_folder
    course.add("odd", good=test_cells["plain"], fault=test_cells["its_own_fault"], gone=test_cells["gone"])
    course.hand_in("ada", "odd", course.answered("odd", RIGHT))
    course.hand_in("bob", "odd", course.answered("odd", WRONG))
    told = course.grade("odd", "--json", "odd.json")
    assert told.status == 1
    for student, points in (("ada", 2.0), ("bob", 0.0)):
        (notebook,) = course.results("odd.json")[student]["notebooks"]
        cells = {cell["cell"]: cell for cell in notebook["cells"]}
        assert {name: cell["points"] for name, cell in cells.items()} == {"good": points, "fault": None, "gone": None}
        assert {cells[name]["state"] for name in ("fault", "gone")} == {"could not check"}
        for check in (*cells["fault"]["checks"], *cells["gone"]["checks"]):
            assert "rows.npz" not in check["message"]
            assert "dubble" not in check["message"]
    # Once for the class, with the error itself.
    assert told.out.count("dubble") == told.out.count("rows.npz") == 1
    assert "ada, bob: fault could not be checked" in told.out
    assert "Traceback" not in told.out + told.error


def test_kernel_mode_is_told_under_the_table(course_folder: Any, test_cells: dict[str, str]) -> None:
    """What softmark decides about the course stands among its other warnings, and in no log beside the progress."""
    course = course_folder
    course.add("text", inside=test_cells["reads_the_text"])
    course.hand_in("ada", "text", course.answered("text", RIGHT.replace("n + n", "2 * n")))
    told = course.grade("text", "--json", "text.json")
    assert course.results("text.json")["ada"]["points"] == 2.0
    assert "!  inside: judged in each submission's kernel" in told.out
    assert told.error == ""


def test_source_that_changed_is_refused(course_folder: Any, test_cells: dict[str, str]) -> None:
    """Where the gradebook has other points than source/, no results are told, those of an earlier run neither."""
    course = course_folder
    course.add("changed", plain=test_cells["plain"])
    course.hand_in("ada", "changed", course.answered("changed", RIGHT))
    assert course.grade("changed").status == 0
    path = course.root / "source" / "changed" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].metadata.nbgrader.points = 7
    nbformat.write(notebook, path)
    told = course.grade("changed", "--json", "changed.json")
    assert (told.status, told.out) == (2, "")
    assert "worth 7 points in source/, but 2 points in the gradebook" in told.error
    assert not (course.root / "changed.json").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["products"], "There is no assignment 'products'"),
        (["empty"], "Nobody has handed in 'empty' yet"),
        (["sums", "--student", "zoe"], "'zoe' has not handed in 'sums'"),
        (["sums", "--course", "nowhere"], "is not a course"),
        (["sums", "--json", "nowhere/results.json"], "its folder does not exist"),
        (["sums", "--json", "/proc/results.json"], "/proc/results.json cannot be written"),
        (["../sums"], "There is no assignment '../sums'"),
        (["sums", "--workers", "0"], "--workers"),
        ([], "ASSIGNMENT"),
    ],
)
def test_mistakes_of_an_instructor(a_class: Any, arguments: list[str], sentence: str) -> None:
    """A command that can't be carried out ends with status 2 and a sentence."""
    course, _told = a_class
    told = course.grade(*arguments)
    assert told.status == 2
    assert sentence in told.error
    assert "Traceback" not in told.out + told.error
