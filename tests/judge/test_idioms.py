"""What real test cells do, as plain nbgrader cells: right answers keep their points, wrong ones lose them.

Each file in ``idioms/`` is one idiom: cells ``locked``, ``solution`` (the right one), ``wrong`` and ``test``. All
stand in one notebook, each with names of its own, and are graded in one run as right and in one as wrong.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from softmark.model import Basis, Limits, State

IDIOMS = sorted(Path(__file__).parent.glob("idioms/*.py"))
# Those that no process but the submission's own can judge; everything else is judged outside.
CLAIMED = {"source_text", "file_written", "magic", "subclass_of_given"}
LIMITS = Limits(cell_seconds=120, notebook_seconds=900)


def _parts(path: Path) -> list[tuple[str, str]]:
    pieces = re.split(r"^# %% (\w+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [(pieces[i], pieces[i + 1].strip("\n")) for i in range(0, len(pieces), 2)]


@pytest.fixture(scope="module")
def graded(small_course: Any, make_cell: Any, make_test_cell: Any) -> dict[str, dict[str, Any]]:
    """The results of the right and of the wrong run, by name of the graded cell."""
    cells, right, wrong = [], {}, {}
    for path in IDIOMS:
        tests = 0
        for kind, text in _parts(path):
            name = f"{path.stem}-{kind}"
            if kind == "wrong":
                wrong[f"{path.stem}-solution"] = text
            elif kind == "test":
                tests += 1
                cells.append(make_test_cell(f"{name}-{tests}", text, 2.0))
            else:
                cells.append(make_cell(kind, name, text, text if kind == "locked" else "pass"))
                if kind == "solution":
                    right[name] = text
    source = small_course.notebook(cells)
    runs = {"right": right, "wrong": wrong}
    return {
        run: {cell.grade_id: cell for cell in small_course.grade(source, answers, LIMITS).result.cells}
        for run, answers in runs.items()
    }


def _of(results: dict[str, Any], path: Path) -> list[Any]:
    return [cell for name, cell in results.items() if name.startswith(f"{path.stem}-test")]


@pytest.mark.parametrize("path", IDIOMS, ids=lambda path: path.stem)
def test_right_answer_keeps_its_points(graded: dict[str, dict[str, Any]], path: Path) -> None:
    """A right answer gets full marks in every test cell of the idiom."""
    for cell in _of(graded["right"], path):
        assert cell.state is State.PASSED, cell.checks[0].detail
        assert cell.points == 2.0


@pytest.mark.parametrize("path", IDIOMS, ids=lambda path: path.stem)
def test_wrong_answer_loses_its_points(graded: dict[str, dict[str, Any]], path: Path) -> None:
    """A wrong answer gets nothing for the idiom's last test cell, and is not called uncheckable."""
    cell = _of(graded["wrong"], path)[-1]
    assert cell.state in (State.FAILED, State.NOT_ATTEMPTED), cell.checks[0].detail
    assert cell.points == 0.0


def test_kernel_mode_is_rare(graded: dict[str, dict[str, Any]]) -> None:
    """Only what no other process can know is run in the submission's kernel, and then it is marked."""
    inside = {
        path.stem
        for path in IDIOMS
        if any("kernel mode" in check.detail for cell in _of(graded["wrong"], path) for check in cell.checks)
    }
    assert inside == CLAIMED
    for path in IDIOMS:
        if path.stem in CLAIMED:
            assert all(check.basis is Basis.CLAIMED for cell in _of(graded["right"], path) for check in cell.checks)
