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


def test_idioms_have_no_unexplained_difference(untouched: Any) -> None:
    """What courses' test cells do, answered right and wrong."""
    cells, wrong = _idioms()
    source = _write(untouched.root, "idioms", cells)
    _hand_in(untouched.root, "right", source, {})
    _hand_in(untouched.root, "wrong", source, wrong)
    done, rows = _told(untouched, "idioms")
    print(done.out)
    assert {place for place, row in rows.items() if not row["causes"]} == set()
