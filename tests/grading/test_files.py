"""What lies beside the notebook: the instructor's files, the student's, and whose version counts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from softmark.grading import Engine
from softmark.grading.files import copy_tree
from softmark.model import State


def folder(root: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def files_in(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_what_is_there_stays(tmp_path: Path) -> None:
    """A copy replaces only the files it is told to, in folders, too; new files are added."""
    there = folder(tmp_path / "there", {"rows.csv": "given", "lib/part.py": "given", "lib/other.py": "given"})
    own = {"rows.csv": "own", "lib/part.py": "own", "lib/other.py": "own", "lib/new.py": "own"}
    copy_tree(folder(tmp_path / "own", own), there, replaces=("lib/part.py",))
    assert files_in(there) == {
        "rows.csv": "given",
        "lib/part.py": "own",
        "lib/other.py": "given",
        "lib/new.py": "own",
    }


@pytest.mark.parametrize("replaces", [(), ("data", "rows.csv", "rows.csv/x")])
def test_a_folder_in_a_files_place(tmp_path: Path, replaces: tuple[str, ...]) -> None:
    """A folder called like a given file, or a file called like a given folder, is left out."""
    there = folder(tmp_path / "there", {"rows.csv": "given", "data/a.txt": "given"})
    copy_tree(folder(tmp_path / "own", {"rows.csv/x": "own", "data": "own"}), there, replaces=replaces)
    assert files_in(there) == {"rows.csv": "given", "data/a.txt": "given"}


def test_left_out_names_are_paths(tmp_path: Path) -> None:
    """A file in a folder can be left out, and its namesakes elsewhere are copied."""
    own = folder(tmp_path / "own", {"lib/part.py": "x", "part.py": "x", "hidden/a": "x", "lib/hidden/a": "x"})
    copy_tree(own, tmp_path / "there", leave_out=("hidden", "lib/part.py"))
    assert set(files_in(tmp_path / "there")) == {"part.py", "lib/hidden/a"}


def test_the_students_version_of_an_editable_file(
    tmp_path: Path, small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]
) -> None:
    """The kernel and the judge see the student's version of editable files, and the given one of all others.

    Not even an entry for them gives the student's hidden files or notebooks a place.
    """
    given = {"own.txt": "0", "fixed.txt": "0", "hidden/rows.txt": "0", "second.ipynb": "{}"}
    handed = {"own.txt": "7", "fixed.txt": "7", "hidden/rows.txt": "7", "second.ipynb": '{"own": 7}'}
    read = "from pathlib import Path\nown = Path('own.txt').read_text()\nfixed = Path('fixed.txt').read_text()"
    look = (
        "there = sorted(str(p) for p in Path('.').rglob('*'))\nseen = Path('own.txt').read_text()\nprint(seen, fixed)"
    )
    test = (
        "def test_own(own, seen):\n    assert own == seen\n"
        "### BEGIN HIDDEN TESTS\n"
        "def test_hidden(hidden):\n    assert hidden('rows.txt') == '0'\n"
        "def test_there(there):\n    assert there == ['fixed.txt', 'own.txt']\n"
        "### END HIDDEN TESTS"
    )
    cells = [
        make_cell("locked", "read", read, read),
        make_cell("solution", "look", look, "pass"),
        make_test_cell("tests", test, 4),
    ]
    source = replace(
        small_course.notebook(cells),
        folder=folder(tmp_path / "source", given),
        editable=frozenset({"own.txt", "hidden", "hidden/rows.txt", "second.ipynb"}),
    )
    graded = Engine().grade(
        source,
        small_course.submission(source, {"look": look}),
        files=folder(tmp_path / "handed", handed),
    )
    assert graded.notebook.cells[1].outputs[0].text == "7 0\n"
    failed = [(check.name, check.detail) for check in graded.result.cells[0].checks if check.state is not State.PASSED]
    assert failed == []
