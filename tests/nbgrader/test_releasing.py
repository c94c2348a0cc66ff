"""``nbgrader generate_assignment`` with softmark: what students get, and what is refused."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode


@pytest.fixture
def edited(make_course: Callable[..., Any]) -> Callable[..., Any]:
    """Releases the course again after its source notebook was changed: ``edited(change)``."""

    def edit(change: Callable[[NotebookNode], None]) -> Any:
        course = make_course()
        path = course.root / "source" / "sums" / "one.ipynb"
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        nbformat.write(notebook, path)
        return course.release()

    return edit


def released_files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_release_has_no_hidden_folder(course: Any) -> None:
    """Given data is released; the hidden folder is not."""
    assert released_files(course.root / "release" / "sums") == {"one.ipynb", "rows.csv"}


def test_folder_called_hidden_elsewhere_is_released(course: Any) -> None:
    """Only the assignment's own hidden folder is hidden."""
    folder = course.root / "source" / "sums" / "pictures" / "hidden"
    folder.mkdir(parents=True)
    (folder / "cat.png").write_bytes(b"")
    assert course.release().success
    assert "pictures/hidden/cat.png" in released_files(course.root / "release" / "sums")


def test_solution_folder_has_no_hidden_data(course: Any) -> None:
    """``nbgrader generate_solution`` copies given data alone, too."""
    from nbgrader.converters import GenerateSolution

    course.api.config.Execute.enabled = False
    course.api.coursedir.assignment_id = "sums"
    GenerateSolution(coursedir=course.api.coursedir, parent=course.api).start()
    assert released_files(course.root / "solution" / "sums") == {"one.ipynb", "rows.csv"}


@pytest.mark.parametrize(
    "line", ["### BEGIN HIDDEN TEST", "## begin hidden tests", "# BEGIN  HIDDEN TESTS", "### END SOLUTIONS"]
)
def test_misspelt_delimiter_is_refused(edited: Callable[..., Any], line: str) -> None:
    """nbgrader would release what stands behind a misspelt delimiter."""

    def misspell(notebook: NotebookNode) -> None:
        notebook.cells[2].source = f"assert double(1) == 2\n{line}\nassert double(4711) == 9422"

    run = edited(misspell)
    # nbgrader knows a delimiter by the words in it, wherever they stand.
    if "END SOLUTION" in line:
        assert run.success
    else:
        assert not run.success
        assert line.strip() in run.log
        assert "Traceback" not in run.log


def test_hidden_text_in_metadata_is_refused(edited: Callable[..., Any]) -> None:
    """Hidden tests that an extension has copied into a cell's metadata are found."""

    def leak(notebook: NotebookNode) -> None:
        notebook.cells[0].metadata["history"] = [{"text": "x = 1\nassert double(4711) == 9422\n"}]

    run = edited(leak)
    assert not run.success
    assert "Cell number 1 of 'one'" in run.log


def test_hidden_text_in_the_notebooks_metadata_is_refused(edited: Callable[..., Any]) -> None:
    """So are those in the metadata of the whole notebook."""

    def leak(notebook: NotebookNode) -> None:
        notebook.metadata["outline"] = {"assert double(4711) == 9422": 1}

    run = edited(leak)
    assert not run.success
    assert "The metadata of 'one'" in run.log


def test_hidden_text_in_attachment_is_refused(edited: Callable[..., Any]) -> None:
    """So are those in an attachment, even coded in base64."""
    secret = base64.b64encode(b"assert double(4711) == 9422").decode()

    def leak(notebook: NotebookNode) -> None:
        notebook.cells[0]["attachments"] = {"notes.txt": {"text/plain": secret}}

    assert not edited(leak).success


def test_hidden_test_function_elsewhere_is_refused(edited: Callable[..., Any]) -> None:
    """The name of a hidden test function must not stand in another cell."""

    def leak(notebook: NotebookNode) -> None:
        hidden = "### BEGIN HIDDEN TESTS\ndef test_large(double):\n    assert double(99)\n### END HIDDEN TESTS"
        notebook.cells[2].source = f"assert double(1) == 2\n{hidden}"
        notebook.cells[0].source = "# Sums\n\nsee `test_large`"

    run = edited(leak)
    assert not run.success
    assert "'test_large'" in run.log


def test_line_in_both_parts_is_no_leak(edited: Callable[..., Any]) -> None:
    """A line that is shown in the visible part may stand in the hidden part, too."""

    def repeat(notebook: NotebookNode) -> None:
        line = "from math import isclose, sqrt"
        notebook.cells[0].metadata["note"] = line
        notebook.cells[2].source = f"{line}\n### BEGIN HIDDEN TESTS\n{line}\n### END HIDDEN TESTS"

    assert edited(repeat).success


def test_release_is_stock_nbgraders(course: Any, make_course: Callable[..., Any]) -> None:
    """Apart from being checked, the students' notebook is what nbgrader makes of the source."""
    ours = course.released()
    del course.api.config.GenerateAssignment
    assert course.release().success
    assert course.released() == ours
