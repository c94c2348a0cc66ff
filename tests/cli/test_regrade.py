"""``softmark regrade``, ``history`` and ``store``: a check changes after a class has been graded."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest

ANSWER = "import time\nprint(time.time_ns())\ndef double(n):\n    return {}"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "regrade.schema.json").read_text(encoding="utf-8"))
STRICT = '''from softmark import points

@points(2)
def test_large(double):
    """Your function works on large numbers, too."""
    assert double(4711) == 9422
### BEGIN HIDDEN TESTS
def test_sign(double):
    """Your function works below zero."""
    assert double(-3) == -6
### END HIDDEN TESTS'''


def _change(course: Any, old: str, new: str) -> None:
    path = course.root / "source" / "sums" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if old in cell.source]
    cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


def _printed(course: Any, student: str) -> str:
    notebook = nbformat.read(course.root / "autograded" / student / "sums" / "one.ipynb", as_version=4)
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))


def _scores(course: Any) -> dict[str, tuple[float | None, float | None]]:
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database, database:
        rows = database.execute(
            "select s.student_id, g.auto_score, g.manual_score from grade g join submitted_notebook n "
            "on g.notebook_id = n.id join submitted_assignment s on n.assignment_id = s.id"
        )
        return {student: (auto, manual) for student, auto, manual in rows}


@pytest.fixture(scope="module")
def regraded(course_folder: Any) -> Any:
    """A class in which one answer is wrong below zero; then the check that found that asks for less."""
    course = course_folder
    course.add("sums", strict=STRICT)
    for student, text in {"ada": "2 * n", "bob": "abs(2 * n)", "eve": "n", "kim": "abs(2 * n) + 0"}.items():
        course.hand_in(student, "sums", course.answered("sums", ANSWER.format(text)))
    assert course.grade("sums").status == 0
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database, database:
        database.execute(
            "update grade set manual_score = 1.5 where notebook_id in (select n.id from submitted_notebook n join "
            "submitted_assignment s on n.assignment_id = s.id where s.student_id = 'kim')"
        )
    before = {student: _printed(course, student) for student in ("ada", "bob", "eve", "kim")}
    scores = _scores(course)
    _change(course, "assert double(-3) == -6", "assert abs(double(-3)) == 6")
    dry = course.run("softmark", "regrade", "sums", "--dry-run", "--json", "dry.json")
    unwritten = _scores(course)
    done = course.run("softmark", "regrade", "sums", "--json", "done.json")
    return course, before, scores, dry, unwritten, done


def test_dry_run_says_who_changes_and_writes_nothing(regraded: Any) -> None:
    course, _before, scores, dry, unwritten, _done = regraded
    assert (dry.status, dry.error) == (0, "")
    assert "2 of 4 submissions change their points" in dry.out
    assert "Nothing was written" in dry.out
    assert unwritten == scores
    told = json.loads((course.root / "dry.json").read_text())
    jsonschema.validate(told, SCHEMA)
    found = {entry["student"]: entry for entry in told["submissions"]}
    assert {name: (entry["before"], entry["after"]) for name, entry in found.items()} == {
        "ada": (2.0, 2.0),
        "bob": (pytest.approx(4 / 3), 2.0),
        "eve": (0.0, 0.0),
        "kim": (1.5, 1.5),  # a person's
    }
    (cell,) = found["bob"]["cells"]
    (check,) = cell["checks"]
    assert (check["check"], check["before"], check["after"]) == ("test_sign", "failed", "passed")
    assert check["line"] == "Your function works below zero."
    assert found["kim"]["cells"][0]["manual"] == 1.5
    assert "1.5 stay" in dry.out


def test_grades_are_written_and_manual_points_stay(regraded: Any) -> None:
    course, _before, scores, _dry, _unwritten, done = regraded
    assert done.status == 0
    assert "Written: 2 submissions." in done.out
    assert "generate_feedback --force" in done.out
    now = _scores(course)
    assert now["bob"] == (2.0, None)
    assert now["kim"] == (2.0, 1.5)
    assert {name: now[name] for name in ("ada", "eve")} == {name: scores[name] for name in ("ada", "eve")}


def test_nobody_ran_again(regraded: Any) -> None:
    """The check asks for nothing new: what the kernels had printed, and no second time."""
    course, before, *_rest = regraded
    assert {student: _printed(course, student) for student in before} == before


def test_history_tells_what_grades_have_been(regraded: Any) -> None:
    course, *_rest = regraded
    told = course.run("softmark", "history", "sums", "--student", "bob", "--json", "history.json")
    assert told.status == 0
    first, second = json.loads((course.root / "history.json").read_text())
    assert (first["points"], second["points"]) == (pytest.approx(4 / 3), 2.0)
    assert first["checks"] != second["checks"]
    assert told.out.count("bob") == 2
    assert "No grade of 'nope'" in course.run("softmark", "history", "nope").out


def test_store_shows_prunes_and_forgets(regraded: Any) -> None:
    """And a submission whose entries are gone is run again."""
    course, before, *_rest = regraded
    shown = course.run("softmark", "store", "show").out
    assert {line.split()[1] for line in shown.splitlines() if line.startswith("sums")} == {
        "control", "receipt", "result", "transcript",
    }  # fmt: skip
    assert "Removed 0 entries" in course.run("softmark", "store", "prune").out
    told = course.run("softmark", "store", "forget", "bob")
    assert told.status == 0
    assert "Removed 2 lines of the history" in told.out
    assert course.run("softmark", "history", "sums").out.count("bob") == 0
    assert _scores(course)["bob"] == (2.0, None)
    assert course.grade("sums").status == 0
    assert _printed(course, "bob") != before["bob"]
    assert _printed(course, "ada") == before["ada"]
    assert "Nothing is kept" not in course.run("softmark", "store", "prune", "--days", "0").out
    assert "Nothing is kept" in course.run("softmark", "store", "show").out


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("regrade", "nope"), "There is no assignment 'nope'"),
        (("regrade", "later"), "Nobody's 'later' has been graded yet"),
        (("regrade", "sums", "--student", "nobody"), "has not handed in"),
        (("regrade", "sums", "--json", "no/such/folder.json"), "its folder does not exist"),
        (("store", "show", "--course", "source"), "is not a course"),
        (("history", "sums", "--course", "source"), "is not a course"),
    ],
)
def test_mistakes_are_told_in_a_sentence(regraded: Any, command: tuple[str, ...], sentence: str) -> None:
    course, *_rest = regraded
    if not (course.root / "source" / "later").exists():
        course.add("later", strict=STRICT)
        course.hand_in("ada", "later", course.answered("later", "pass"))
    told = course.run("softmark", *command)
    assert told.status == 2
    assert sentence in " ".join(told.error.split())
    assert "Traceback" not in told.error + told.out
