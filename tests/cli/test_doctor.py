"""``softmark doctor``: what it says of this machine, with walls and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from softmark.cli import main
from softmark.sandbox import tier


def _doctor(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *arguments])


def _attacks(result: Result, word: str) -> set[str]:
    told = (line.lstrip("✓✗ ").partition(f"{word}: ") for line in result.output.splitlines())
    return {what for before, _, what in told if what and not before}


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_walls_stop_every_attack(tmp_path: Path) -> None:
    """All is well, and what is not stopped is said."""
    result = _doctor("--course", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert len(_attacks(result, "stopped")) == 9
    assert _attacks(result, "NOT stopped") == set()
    assert "Not stopped by these walls" in result.output
    assert "No course here" in result.output


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_every_attack_works_without_walls(without_walls: None) -> None:
    """So that the test above can fail; and the machine is not fit. Only what is left behind is ended here, too."""
    result = _doctor()
    assert result.exit_code == 1
    assert _attacks(result, "stopped") == {"leaving a process behind"}
    assert len(_attacks(result, "NOT stopped")) == 8


def test_course_that_cannot_be_graded_is_told(tmp_path: Path) -> None:
    """In words, and not with a traceback."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 3 +\n")
    result = _doctor("--course", str(tmp_path))
    assert result.exit_code == 1
    assert "could not be read" in result.output
    assert "Traceback" not in result.output
