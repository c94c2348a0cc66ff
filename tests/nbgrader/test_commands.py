"""nbgrader's own commands, from release to export, as its users know them."""

import contextlib
import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

RIGHT = "def double(n):\n    return 2 * n"


@pytest.fixture
def nbgrader(course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs a command of nbgrader's in the course's folder, in this process; gives its exit status."""
    from jupyter_core.application import NoStart
    from nbgrader.apps.nbgraderapp import NbGraderApp

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))
    monkeypatch.chdir(course.root)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.Exchange.root = {str(exchange)!r}\nc.Exchange.cache = {str(tmp_path / 'cache')!r}\n")

    def run(*arguments: str) -> int:
        NbGraderApp.clear_instance()
        app = NbGraderApp.instance()
        try:
            app.initialize(list(arguments))
            with contextlib.suppress(NoStart):  # what a finished subcommand raises
                app.start()
        except SystemExit as ended:
            return int(ended.code or 0)
        finally:
            app.reset()
            NbGraderApp.clear_instance()
        return 0

    return run


# nbgrader 0.9.6 leaves timestamp.txt open when it releases feedback.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning")
def test_from_release_to_export(course: Any, nbgrader: Callable[..., int], tmp_path: Path) -> None:
    """Release, fetch, submit, collect, grade, feedback and export work with the one line."""
    assert nbgrader("generate_assignment", "sums", "--force") == 0
    assert nbgrader("release_assignment", "sums") == 0
    assert nbgrader("list") == 0
    (tmp_path / "student").mkdir()
    notebook = course.released()
    notebook.cells[1].source = RIGHT
    home = tmp_path / "student" / "sums"
    shutil.copytree(course.root / "release" / "sums", home)
    nbformat.write(notebook, home / "one.ipynb")
    assert nbgrader("submit", str(home), "--student=ada") == 0
    assert nbgrader("collect", "sums") == 0
    (student,) = (course.root / "submitted").iterdir()
    assert nbgrader("autograde", "sums") == 0
    assert course.scores(student.name)["one/test-double"] == (3.0, False)
    assert nbgrader("generate_feedback", "sums") == 0
    assert "It doubles." in course.page(student.name)
    assert nbgrader("release_feedback", "sums") == 0
    assert nbgrader("export") == 0
    with (course.root / "grades.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], row["raw_score"], row["max_score"]) == (student.name, "3.0", "5.0")


def test_zip_collect(course: Any, nbgrader: Callable[..., int], tmp_path: Path) -> None:
    """Submissions that a learning platform gave out as a zip file are collected and graded."""
    notebook = course.released()
    notebook.cells[1].source = RIGHT
    archive = course.root / "downloaded" / "sums" / "archive"
    archive.mkdir(parents=True)
    nbformat.write(notebook, tmp_path / "sums_ada_attempt_2026-01-01-10-00-00_one.ipynb")
    shutil.move(tmp_path / "sums_ada_attempt_2026-01-01-10-00-00_one.ipynb", archive)
    pattern = r".*sums_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>.*)"
    assert nbgrader("zip_collect", "sums", f"--FileNameCollectorPlugin.named_regexp={pattern}") == 0
    assert nbgrader("autograde", "sums") == 0
    assert course.scores("ada")["one/test-double"] == (3.0, False)


def test_unknown_assignment(course: Any, nbgrader: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    """An assignment that isn't there ends with status 1 and without a traceback."""
    assert nbgrader("autograde", "products") == 1
    told = capsys.readouterr().err
    assert "products" in told
    assert "Traceback" not in told


def test_course_mistake_ends_the_command(
    course: Any, nbgrader: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A source notebook that is gone ends ``nbgrader autograde`` with status 1 and one sentence."""
    course.hand_in("ada", double=RIGHT)
    (course.root / "source" / "sums" / "one.ipynb").unlink()
    assert nbgrader("autograde", "sums") == 1
    told = capsys.readouterr().err
    assert "does not exist" in told
    assert "Traceback" not in told
