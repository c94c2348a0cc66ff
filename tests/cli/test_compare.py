"""``softmark compare``: every cell that stock nbgrader and softmark grade otherwise, and why."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

import nbgrader

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "compare.schema.json").read_text(encoding="utf-8"))
IDIOMS = sorted((ROOT / "tests" / "judge" / "idioms").glob("*.py"))
QUICKSTART = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source"

Answers = dict[str, str]


def _cell(text: str, grade_id: str, **marks: Any) -> NotebookNode:
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return new_code_cell(text, metadata={"nbgrader": plain | {"grade_id": grade_id} | marks})


def _solution(text: str, name: str) -> NotebookNode:
    return _cell(f"### BEGIN SOLUTION\n{text}\n### END SOLUTION", name, solution=True)


def _test(text: str, name: str, points: float = 2) -> NotebookNode:
    return _cell(text, name, grade=True, locked=True, points=points)


def _write(root: Path, assignment: str, cells: list[NotebookNode]) -> Path:
    folder = root / "source" / assignment
    folder.mkdir(parents=True)
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "one.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), path)
    return path


def _hand_in(root: Path, student: str, source: Path, answers: Answers) -> Path:
    """The source's notebook with these answers; without its hidden tests."""
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
        cell.source = re.sub(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", "", cell.source, flags=re.DOTALL)
        cell.source = re.sub(r"### (BEGIN|END) SOLUTION\n?", "", cell.source)
    path = root / "submitted" / student / source.parent.name / source.name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def _rows(told: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    jsonschema.validate(told, SCHEMA)
    return {
        (entry["student"] or entry["kind"], cell["cell"]): cell
        for entry in told["submissions"]
        for cell in entry["differences"]
    }


def _told(course: Any, assignment: str, *arguments: str) -> tuple[Any, dict[tuple[str, str], dict[str, Any]]]:
    target = course.root / f"{assignment}.json"
    done = course.run("softmark", "compare", assignment, "--json", str(target), *arguments)
    assert done.status in (0, 1), done.error
    return done, _rows(json.loads(target.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def untouched(course_folder: Any) -> Iterator[Any]:
    """The course; afterwards nothing has been written but what softmark keeps for itself and what was asked for."""
    yield course_folder
    written = {path.name for path in course_folder.root.iterdir()}
    assert written <= {"nbgrader_config.py", "source", "submitted", ".softmark"} | {
        path.name for path in course_folder.root.glob("*.json")
    }


def test_quickstart_is_worth_the_same(untouched: Any) -> None:
    """nbgrader's own assignment, on reference, blank and a wrong answer, although the settings have softmark's line."""
    ignored = shutil.ignore_patterns("*.html", "ps1_autotest")
    shutil.copytree(QUICKSTART, untouched.root / "source", ignore=ignored, dirs_exist_ok=True)
    source = untouched.root / "source" / "ps1" / "problem1.ipynb"
    wrong = "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]"
    _hand_in(untouched.root, "bitdiddle", source, {"squares": wrong})
    done, rows = _told(untouched, "ps1", "--student", "bitdiddle")
    assert rows == {}
    assert "0 of 12 graded cells of 3 submissions differ" in done.out
    assert done.status == 0


def _idioms() -> tuple[list[NotebookNode], Answers]:
    cells, wrong = [], {}
    for path in IDIOMS:
        pieces = re.split(r"^# %% (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        for place, (kind, text) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
            text, name = text.strip("\n"), f"{path.stem}-{place}"
            if kind == "locked":
                cells.append(_cell(text, name, locked=True))
            elif kind == "solution":
                cells.append(_solution(text, f"{path.stem}-answer"))
            elif kind == "wrong":
                wrong[f"{path.stem}-answer"] = text
            else:
                cells.append(_test(text, name))
    return cells, wrong


def test_idioms_are_worth_the_same(untouched: Any) -> None:
    """What courses' test cells do, answered right (by the reference), wrong, and not at all."""
    cells, wrong = _idioms()
    source = _write(untouched.root, "idioms", cells)
    _hand_in(untouched.root, "wrong", source, wrong)
    done, rows = _told(untouched, "idioms")
    assert rows == {}
    assert f"0 of {3 * sum(cell.metadata.nbgrader.grade for cell in cells)} graded cells" in done.out


GIVEN = """import numpy as np
X_test = np.arange(-4, 4)
y_test = (X_test >= 0).astype(int)"""
PREDICT = "def predict(X):\n    return (X >= 0).astype(int)"
DOUBLE = "def double(n):\n    return 2 * n"
NAME = "def name():\n    return 'softmark'"
TRAPS = [
    _cell(GIVEN, "given", locked=True),
    _solution(PREDICT, "predict"),
    _test("assert (predict(X_test) == y_test).mean() > 0.9", "accuracy"),
    _solution(DOUBLE, "double"),
    _test("assert double(2) == 4", "doubles"),
    _test("sum(double(n) == 2 * n for n in (3, 4))", "credit"),
    _test(
        "### BEGIN HIDDEN TESTS\ndef test_five(double):\n    assert double(5) == 10\n### END HIDDEN TESTS", "functions"
    ),
    _test("assert double(6) == 13", "broken"),
    _solution(NAME, "name"),
    _test("assert name() == 'softmark'", "named"),
]
CHECKED = ("accuracy", "doubles", "credit", "functions", "named")
MUTE = """
kernel = get_ipython().kernel
publish = kernel._publish_status
def once(status, *more, **rest):
    if status == "idle":
        kernel._publish_status = publish
    else:
        publish(status, *more, **rest)
kernel._publish_status = once
"""
SUBMISSIONS: dict[str, tuple[Answers, set[tuple[str, str]]]] = {
    "loud": (
        {"double": "import sys\ndef double(n):\n    print('twice', file=sys.stderr)\n    return 2 * n"},
        {("doubles", "stderr"), ("credit", "stderr")},
    ),
    "changes-labels": (
        {"predict": "y_test[:] = 0\ndef predict(X):\n    return np.zeros(len(X))"},
        {("accuracy", "given data")},
    ),
    "rebinds-labels": (
        {"predict": "y_test = np.ones(len(X_test))\ndef predict(X):\n    return np.ones(len(X))"},
        {("accuracy", "given data")},
    ),
    "liar": (
        {"name": "class Liar:\n    def __eq__(self, other):\n        return True\ndef name():\n    return Liar()"},
        {("named", "own class")},
    ),
    "half": (
        {"double": "def double(n):\n    return np.int64(6)"},
        {("credit", "last value"), ("functions", "test functions")},
    ),
    "slow": ({"double": f"import time\ntime.sleep(9)\n{DOUBLE}"}, {("doubles", "timeout"), ("credit", "timeout")}),
    "dies": (
        {"name": "import os\nos._exit(1)"},
        {(cell, "kernel died") for cell in CHECKED},
    ),
    "mute": (
        {"name": MUTE + NAME},
        {(cell, "iopub timeout") for cell in CHECKED},
    ),
}


@pytest.fixture(scope="module")
def trapped(untouched: Any) -> tuple[Any, Any, dict[tuple[str, str], dict[str, Any]]]:
    """Submissions that stock nbgrader and softmark grade otherwise."""
    with (untouched.root / "nbgrader_config.py").open("a") as settings:
        settings.write("c.Execute.timeout = 6\nc.Budgets.cell_seconds = 15\n")
    source = _write(untouched.root, "traps", TRAPS)
    for student, (answers, _causes) in SUBMISSIONS.items():
        _hand_in(untouched.root, student, source, answers)
    spied = untouched.root / "spied"
    _hand_in(
        untouched.root, "spy", source, {"name": f"try:\n    open({str(spied)!r}, 'w')\nexcept OSError:\n    {NAME}"}
    )
    (deleted := _hand_in(untouched.root, "deletes", source, {})).unlink()
    notebook = nbformat.read(source, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id != "doubles"]
    nbformat.write(notebook, deleted)
    (untouched.root / "submitted" / "link" / "traps").mkdir(parents=True)
    (untouched.root / "submitted" / "link" / "traps" / "one.ipynb").symlink_to(source)
    done, rows = _told(untouched, "traps")
    return untouched, done, rows


def _causes(rows: dict[tuple[str, str], dict[str, Any]], student: str) -> set[tuple[str, str]]:
    return {(cell, cause["kind"]) for (name, cell), row in rows.items() if name == student for cause in row["causes"]}


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_cause_is_named(trapped: Any, student: str) -> None:
    """Of every cell that differs, and of no other."""
    *_rest, rows = trapped
    found = _causes(rows, student)
    assert {place for place in found if place[0] != "broken"} == SUBMISSIONS[student][1]
    # Its reference fails: nbgrader gives 0 where it grades at all.
    broken = [row for (name, cell), row in rows.items() if (name, cell) == (student, "broken")]
    assert [row["causes"][0]["kind"] for row in broken] == ["could not check"] * (student not in ("dies", "mute"))
    assert all(row["causes"] for (name, _cell), row in rows.items() if name == student)


def test_points_of_both_are_told(trapped: Any) -> None:
    *_rest, rows = trapped
    told = {place: (row["nbgrader"], row["softmark"]) for place, row in rows.items()}
    assert told["loud", "doubles"] == (0, 2)
    assert told["changes-labels", "accuracy"] == (2, 0)
    assert told["liar", "named"] == (2, 0)
    assert told["half", "credit"] == (2, 1)
    assert told["half", "functions"] == (2, 0)
    assert told["dies", "doubles"] == (None, 2)
    assert told["dies", "named"] == (None, 0)
    assert told["reference", "broken"] == (0, None)


def test_right_and_cautious_submissions_differ_in_nothing_else(trapped: Any) -> None:
    """A cell that was deleted is put back by softmark; a kernel of nbgrader's cannot write outside its folder."""
    course, _done, rows = trapped
    for student in ("reference", "spy"):
        assert {cell for name, cell in rows if name == student} == {"broken"}
    assert {place for place in _causes(rows, "deletes") if place[0] != "broken"} == {("doubles", "cell missing")}
    assert not (course.root / "spied").exists()


def test_summary_tells_of_all(trapped: Any) -> None:
    _course, done, rows = trapped
    assert done.status == 1
    assert f"{len(rows)} of " in done.out
    assert "0 unexplained" in done.out
    assert "Stock nbgrader worked on copies" in done.out
    assert "link: one.ipynb was not compared: What you handed in is a link" in " ".join(done.out.split())
    assert "given data: The check reads what the submission was given and has changed: y_test" in " ".join(
        done.out.split()
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("compare", "nope"), "There is no assignment 'nope'"),
        (("compare", "bad", "--student", "nobody"), "has not handed in"),
        (("compare", "bad", "--course", "source"), "is not a course"),
        (("compare", "bad", "--json", "no/such/folder.json"), "its folder does not exist"),
        (("compare", "empty"), "There is no notebook in"),
        (("compare", "bad"), "can't be released"),
        (("lint", "nope"), "There is no assignment 'nope'"),
        (("lint", "bad", "--course", "source"), "is not a course"),
    ],
)
def test_mistakes_are_told_in_a_sentence(untouched: Any, command: tuple[str, ...], sentence: str) -> None:
    if not (untouched.root / "source" / "bad").exists():
        (untouched.root / "source" / "empty").mkdir(parents=True)
        _write(untouched.root, "bad", [_cell("### BEGIN SOLUTION\nx = 1", "x", solution=True)])
    told = untouched.run("softmark", *command)
    assert told.status == 2
    assert sentence in " ".join(told.error.split())
    assert "Traceback" not in told.error + told.out
