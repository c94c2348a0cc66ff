"""``softmark verify`` as an instructor types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "verify.schema.json").read_text(encoding="utf-8"))
STRICT = """
### BEGIN HIDDEN TESTS
def test_double(double):
    assert double(3) == 6
    assert double(-4) == -8
### END HIDDEN TESTS"""
LAX = """
### BEGIN HIDDEN TESTS
def test_double(double):
    assert double(2) is not None
    assert type(double).__name__ != "halve"
### END HIDDEN TESTS"""


@pytest.fixture(scope="module")
def course(course_folder: Any) -> Any:
    """Two assignments: one with checks that see mistakes, one whose check hardly looks."""
    course_folder.add("strict", strict=STRICT)
    course_folder.add("lax", lax=LAX)
    folder = course_folder.root / "tests" / "course" / "strict"
    for kind, about, body in (("right", "", "n + n"), ("wrong", "\n\nLoses: test_double", "n * n")):
        (folder / kind).mkdir(parents=True)
        text = f'"""A way.{about}\n"""\n# %% double\ndef double(n):\n    return {body}\n'
        (folder / kind / "one.py").write_text(text)
    return course_folder


def test_assignment_that_may_be_released(course: Any) -> None:
    """Everything went as it must: that is said in a line, and in the results."""
    told = course.run("softmark", "verify", "strict", "--seeds", "2", "--json", "strict.json")
    assert told.status == 0, told.out + told.error
    for count in ("reference 2/2", "blank 1/1", "right 1/1", "wrong 1/1", "hostile 3/3", "Warnings: 0"):
        assert count in told.out
    results = json.loads((course.root / "strict.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    assert {case["kind"] for case in results["cases"]} == set(SCHEMA["$defs"]["case"]["properties"]["kind"]["enum"])
    assert not any(case["problem"] for case in results["cases"])


def test_assignment_whose_checks_look_at_too_little(course: Any) -> None:
    """Survivors come first, with what they change; warnings name the line."""
    told = course.run("softmark", "verify", "lax", "--json", "lax.json")
    assert told.status == 1, told.out + told.error
    lines = [line for line in told.out.splitlines() if line.strip()]
    shown = [line for line in lines if line.startswith(("mutant", "reference", "blank", "right", "hostile"))]
    assert any("2 * n -> (2) / (n)" in line and "passes every check" in line for line in shown)
    assert any("one: agrees" in line and "earns points in test_double" in line for line in shown)
    assert len(shown) == 2
    assert any(line.startswith("!  lax, test_double, line 5: ") for line in lines)
    results = json.loads((course.root / "lax.json").read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    assert [warning["lint"] for warning in results["warnings"]] == ["the name of a layer"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sums"], "There is no assignment 'sums'. There is: "),
        (["strict", "--variants", "nowhere"], "There is no folder nowhere."),
        (["strict", "--course", "nowhere"], "nowhere"),
        (["strict", "--json", "nowhere/results.json"], "nowhere"),
    ],
)
def test_command_that_cannot_be_carried_out(course: Any, arguments: list[str], told: str) -> None:
    """A sentence, and exit status 2."""
    done = course.run("softmark", "verify", *arguments)
    assert done.status == 2
    assert told in done.error
    assert "Traceback" not in done.error


def test_variant_for_a_cell_that_is_not_there(course: Any, tmp_path: Path) -> None:
    """It is named, with the cells that there are."""
    (tmp_path / "right").mkdir()
    (tmp_path / "right" / "odd.py").write_text('"""A way."""\n# %% halve\nx = 1\n')
    done = course.run("softmark", "verify", "strict", "--variants", str(tmp_path))
    assert done.status == 2
    assert "right/odd.py has the cell 'halve'" in done.error
    assert "double" in done.error
