"""``softmark calibrate`` as an instructor types it, and what ``verify`` says of a threshold inside the noise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from nbformat.v4 import new_code_cell, new_notebook

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "calibration.schema.json").read_text(encoding="utf-8"))
# What is "trained" is a line through points; its share of explained variance depends on the points that are drawn.
ANSWER = """import numpy as np

class Line:
    def fit(self, x, y):
        self.slope, self.shift = np.polyfit(x, y, 1)
        return self

x = np.random.uniform(0, 1, 30)
y = 3 * x + np.random.normal(0, 0.3, 30)
slope, shift = None, None
### BEGIN SOLUTION
line = Line().fit(x, y)
slope, shift = line.slope, line.shift
### END SOLUTION"""
CHECK = """ENOUGH = {bound}
### BEGIN HIDDEN TESTS
def test_line(slope, shift):
    at = [k / 50 for k in range(50)]
    error = sum((slope * x + shift - 3 * x) ** 2 for x in at) / 50
    share = 1 - float(error) / 0.75
    assert share > ENOUGH, "Your line is off."
    assert 1 < 2.5 and abs(share - share) < 1e-9
### END HIDDEN TESTS"""


@pytest.fixture(scope="module")
def course(course_folder: Any) -> Any:
    """The same check with three bounds."""
    for assignment, bound in (("low", -0.5), ("high", 0.75), ("noisy", 0.985)):
        answer = new_code_cell(ANSWER)
        answer.metadata["nbgrader"] = _marks("line", solution=True)
        check = new_code_cell(CHECK.format(bound=bound))
        check.metadata["nbgrader"] = _marks("check-line", grade=True, locked=True, points=1)
        folder = course_folder.root / "source" / assignment
        folder.mkdir(parents=True)
        notebook = new_notebook(cells=[answer, check])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        (folder / "line.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return course_folder


def _marks(name: str, **marks: Any) -> dict[str, Any]:
    return {
        "grade_id": name,
        "schema_version": 3,
        "grade": False,
        "locked": False,
        "solution": False,
        "task": False,
    } | marks


def test_threshold_far_from_honest_runs(course: Any) -> None:
    """Fine: that is said, with the rates, and drawn."""
    told = course.run("softmark", "calibrate", "low", "--seeds", "12", "--json", "low.json", "--picture", "low.svg")
    assert told.status == 0, told.out + told.error
    assert "test_line in check-line, line 7: share > ENOUGH" in told.out
    assert "0 of 12 right runs fail" in told.out
    assert "Fine. Half way to a useless solution" in told.out
    assert "Thresholds on values that chance decides: 1. To be moved: 0." in told.out
    results = json.loads((course.root / "low.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    (threshold,) = results["thresholds"]
    assert threshold["bound"] == -0.5
    assert threshold["useless"] < -1 < 0.9 < threshold["worst"]["value"]
    assert results["tests"] == [{"test": "test_line", "runs": 12, "failed": 0, "most": pytest.approx(0.265, abs=0.001)}]
    assert "<svg" in (course.root / "low.svg").read_text(encoding="utf-8")


def test_threshold_nearer_than_half_way(course: Any) -> None:
    told = course.run("softmark", "calibrate", "high", "--seeds", "12")
    assert told.status == 1, told.out + told.error
    assert "The bound is nearer to right runs than half way." in told.out
    assert "To be moved: 1." in told.out


def test_threshold_inside_the_noise_is_caught_by_verify(course: Any) -> None:
    """Though few runs of the reference fail it, or none."""
    told = course.run("softmark", "verify", "noisy", "--seeds", "5", "--mutants", "0", "--json", "noisy.json")
    warnings = json.loads((course.root / "noisy.json").read_text(encoding="utf-8"))["warnings"]
    assert [(one["lint"], one["test"], one["line"]) for one in warnings] == [
        ("a threshold inside the noise", "test_line", 7)
    ]
    assert "cannot rule out that honest ones miss it by bad luck" in " ".join(told.out.split())
    told = course.run("softmark", "verify", "low", "--seeds", "5", "--mutants", "0")
    assert "Warnings: 0" in told.out


def test_log_file_says_how_far_a_long_run_is(course: Any) -> None:
    """A tenth after the other, where there is no terminal for a bar; nothing of a short run."""
    told = course.run("softmark", "calibrate", "low", "--seeds", "20", "--right-seeds", "0", "--mutants", "0")
    assert told.error.split("\n")[:2] == ["low: 2 of 20", "low: 4 of 20"]
    assert told.error.count("low: ") == 10
    assert not course.run("softmark", "calibrate", "low", "--seeds", "5", "--mutants", "0").error


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sums"], "There is no assignment 'sums'. There is: "),
        (["low", "--seeds", "3", "--right-seeds", "0", "--mutants", "0", "--picture", "low.txt"], "low.txt cannot be"),
        (["low", "--picture", "nowhere/low.png"], "nowhere"),
    ],
)
def test_command_that_cannot_be_carried_out(course: Any, arguments: list[str], told: str) -> None:
    """A sentence, and exit status 2."""
    done = course.run("softmark", "calibrate", *arguments)
    assert done.status == 2
    assert told in done.error
    assert "Traceback" not in done.error
