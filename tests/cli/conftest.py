"""Test cells, and a small course without TensorFlow, graded by the real command, as an instructor types it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from softmark.sandbox import tier

BIN = Path(sys.executable).parent
SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "small"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\npass"}
import softmark.nbgrader
softmark.nbgrader.configure(c)
"""
if tier.tier() is tier.Tier.NONE:
    SETTINGS += "c.Sandbox.unsafe = True\n"
SOLUTION = """def double(n):
    ### BEGIN SOLUTION
    return 2 * n
    ### END SOLUTION"""
PLAIN = """assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(4711) == 9422
### END HIDDEN TESTS"""
PYTEST_STYLE = '''from softmark import check, points

### BEGIN HIDDEN TESTS
@points(2)
def test_zero(double):
    """Your function leaves zero alone."""
    assert double(0) == 0, "Your function makes {} of 0.".format(double(0))
### END HIDDEN TESTS
check()'''
ITS_OWN_FAULT = '''from softmark import points

### BEGIN HIDDEN TESTS
@points(1)
def test_odd(double):
    """Your function is odd."""
    assert double(-1) == -dubble(1)
### END HIDDEN TESTS'''
GONE = '''from softmark import points

### BEGIN HIDDEN TESTS
@points(1)
def test_rows(double, hidden):
    """Your function doubles rows that it has never seen."""
    assert hidden("rows.npz")["x"] == double(1)
### END HIDDEN TESTS'''

READS_THE_TEXT = """import inspect
### BEGIN HIDDEN TESTS
assert "2" in inspect.getsource(double)
### END HIDDEN TESTS"""


@dataclass(frozen=True)
class Told:
    """What a command printed, and its exit status."""

    status: int
    out: str
    error: str


class CourseFolder:
    """A course, and the commands on it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *command: str) -> Told:
        """A command in the course's folder."""
        environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]], cwd=self.root, env=environment, capture_output=True, text=True
        )
        return Told(done.returncode, done.stdout, done.stderr)

    def grade(self, *arguments: str) -> Told:
        """``softmark grade``."""
        return self.run("softmark", "grade", *arguments)

    def results(self, name: str) -> dict[str, dict[str, Any]]:
        """Student -> their entry in a results file."""
        found = json.loads((self.root / name).read_text(encoding="utf-8"))
        return {entry["student"]: entry for entry in found["submissions"]}

    def add(self, assignment: str, **tests: str) -> None:
        """A released assignment: a function to write, and these test cells of 2 points each."""
        cells = [_marked(new_code_cell(SOLUTION), "double", solution=True)]
        for name, text in tests.items():
            cells.append(_marked(new_code_cell(text), name, grade=True, locked=True, points=2))
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        folder = self.root / "source" / assignment
        folder.mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), folder / "one.ipynb")
        released = self.run("nbgrader", "generate_assignment", assignment)
        assert released.status == 0, released.error

    def answered(self, assignment: str, text: str) -> NotebookNode:
        """The released notebook with this answer."""
        notebook = nbformat.read(self.root / "release" / assignment / "one.ipynb", as_version=4)
        notebook.cells[0].source = text
        return notebook

    def hand_in(self, student: str, assignment: str, data: bytes | NotebookNode | Path | int) -> None:
        """Put into ``submitted/``: bytes, a notebook, a link to a file, or so many zero bytes."""
        path = self.root / "submitted" / student / assignment / "one.ipynb"
        path.parent.mkdir(parents=True)
        if isinstance(data, Path):
            path.symlink_to(data)
        elif isinstance(data, int):
            with path.open("wb") as file:
                file.truncate(data)
        else:
            path.write_bytes(data if isinstance(data, bytes) else nbformat.writes(data, version=data.nbformat).encode())


def _marked(cell: NotebookNode, grade_id: str, **marks: Any) -> NotebookNode:
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell.metadata["nbgrader"] = plain | {"grade_id": grade_id} | marks
    return cell


@pytest.fixture(scope="module")
def course_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CourseFolder]:
    """An empty course with softmark's line in its settings."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(SETTINGS)
    yield CourseFolder(root)
    # nbgrader makes files read-only; pytest's own clean-up would warn.
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def test_cells() -> dict[str, str]:
    """Texts of test cells by what they are."""
    return {
        "plain": PLAIN,
        "pytest_style": PYTEST_STYLE,
        "its_own_fault": ITS_OWN_FAULT,
        "gone": GONE,
        "reads_the_text": READS_THE_TEXT,
    }
