"""``release/`` holds what nbgrader makes of ``source/`` today, and nothing that is hidden."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ASSIGNMENTS = sorted(
    path.name for path in (ROOT / "source").iterdir() if path.is_dir() and not (path / "quiz.toml").exists()
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that ``nbgrader generate_assignment`` makes of a copy of the course."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "source", root / "source")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    for assignment in ASSIGNMENTS:
        subprocess.run(
            [str(BIN / "nbgrader"), "generate_assignment", assignment],
            cwd=root, env=environment, check=True, capture_output=True,
        )  # fmt: skip
    return root / "release"


def _content(folder: Path) -> dict[str, object]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    return {
        str(path.relative_to(folder)): json.loads(path.read_text()) if path.suffix == ".ipynb" else path.read_bytes()
        for path in files
    }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_release_is_in_step_with_its_source(generated: Path, assignment: str) -> None:
    """The committed release is what the source gives; if not, ``nbgrader generate_assignment --force`` mends it."""
    assert _content(ROOT / "release" / assignment) == _content(generated / assignment)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_release_holds_nothing_hidden(assignment: str) -> None:
    """No solution, hidden test or hidden file is in the release, and each of its code cells can be parsed."""
    folder = ROOT / "release" / assignment
    assert not (folder / "hidden").exists()
    parts = [_parts(path) for path in (ROOT / "source" / assignment).glob("*.ipynb")]
    given = {line for shown, _hidden in parts for line in shown}
    # Short lines, and lines that a locked cell shows openly, are no secret.
    hidden = {line for _shown, lines in parts for line in lines if len(line) > 30} - given
    assert len(hidden) > 20
    released = [nbformat.read(path, as_version=4) for path in folder.glob("*.ipynb")]
    shown = {line.strip() for notebook in released for cell in notebook.cells for line in cell.source.splitlines()}
    assert not hidden & shown
    for notebook in released:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                compile(cell.source, assignment, "exec")


def _parts(path: Path) -> tuple[list[str], list[str]]:
    """The lines of a source notebook that students see, and those that they don't."""
    shown: list[str] = []
    hidden: list[str] = []
    for cell in nbformat.read(path, as_version=4).cells:
        lines = shown
        for line in cell.source.splitlines():
            if "### BEGIN" in line:
                lines = hidden
            elif "### END" in line:
                lines = shown
            else:
                lines.append(line.strip())
    return shown, hidden
