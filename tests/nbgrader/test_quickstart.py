"""nbgrader's own quickstart assignment, unchanged, is worth the same with softmark as without."""

import copy
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

import nbgrader
from softmark.sandbox import tier

GUIDE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
SETTINGS = "c.IncludeHeaderFooter.header = 'source/header.ipynb'\n"

OURS = "import softmark.nbgrader\nsoftmark.nbgrader.configure(c)\n"
if tier.tier() is tier.Tier.NONE:
    OURS += "c.Sandbox.unsafe = True\n"

LOOP = "def sum_of_squares(n):\n    return sum(i ** 2 for i in range(1, n + 1))"
WRONG = {
    "off by one": {"squares": "def squares(n):\n    if n < 1:\n        raise ValueError\n    return list(range(n))"},
    "no ValueError": {"squares": "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]"},
    "without squares": {"sum_of_squares": LOOP},
}


def lay_out(root: Path) -> None:
    """What ``nbgrader quickstart`` copies; the command itself starts five more to write its settings."""
    ignored = shutil.ignore_patterns("*.html", "ps1_autotest")
    shutil.copytree(GUIDE / "source", root / "source", ignore=ignored)


def solutions() -> dict[str, dict[str, str]]:
    """Notebook -> cell -> the reference's text."""
    texts: dict[str, dict[str, str]] = {}
    for path in (GUIDE / "source" / "ps1").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        marks = [(cell, cell.metadata.get("nbgrader", {})) for cell in cells]
        texts[path.stem] = {mark["grade_id"]: cell.source for cell, mark in marks if mark.get("solution")}
    return texts


def answer(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    return notebook


def submissions() -> dict[str, dict[str, dict[str, str]]]:
    """Student -> notebook -> cell -> text."""
    reference = solutions()
    handed: dict[str, dict[str, dict[str, str]]] = {"reference": reference, "blank": {name: {} for name in reference}}
    for student, changes in WRONG.items():
        handed[student] = {name: texts | changes for name, texts in reference.items()}
    return handed


def grades(course: Any) -> dict[tuple[str, str, str], tuple[float | None, bool, str | None]]:
    with course.api.gradebook as gradebook:
        return {
            (submission.student.id, notebook.name, grade.name): (
                grade.auto_score,
                grade.needs_manual_grade,
                next((note.auto_comment for note in notebook.comments if note.name == grade.name), None),
            )
            for submission in gradebook.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_quickstart_is_worth_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nbgrader_course: Any) -> None:
    """The solution, the blank and three wrong submissions get the marks that stock nbgrader gives them."""
    # Stock nbgrader finds alembic on PATH alone.
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    found = []
    for name, line in (("stock", ""), ("ours", OURS)):
        root = tmp_path / name
        root.mkdir()
        lay_out(root)
        course = nbgrader_course(root, SETTINGS + line)
        assert course.release("ps1").success
        for student, notebooks in submissions().items():
            for notebook, answers in notebooks.items():
                path = course.hand_in(student, answer(course.released(notebook, "ps1"), answers), notebook, "ps1")
                shutil.copy(GUIDE / "source" / "ps1" / "jupyter.png", path.parent)
        run = course.autograde(assignment="ps1")
        assert run.success, run.error + run.log
        found.append(grades(course))
    stock, ours = found
    assert ours == stock
    assert len(stock) == 5 * 9
    totals = {
        student: sum(mark[0] or 0 for key, mark in ours.items() if key[0] == student) for student in submissions()
    }
    assert totals["reference"] == 3
    assert totals["blank"] == 0
    assert all(0 < totals[student] < 3 for student in WRONG)
