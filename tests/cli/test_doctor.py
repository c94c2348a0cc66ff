"""``softmark doctor``: what it says of this machine, with walls and without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from softmark.sandbox import tier

COMMAND = "from softmark.cli import main; main()"
WITHOUT_WALLS = "from softmark.sandbox import tier; tier.tier = lambda: tier.Tier.NONE; "


def _doctor(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    # In a process of its own: traitlets' logging closes what TensorFlow's logs to in this one, pytest's capture.
    command = [sys.executable, "-c", before + COMMAND, "doctor", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _attacks(told: str, word: str) -> set[str]:
    lines = (line.lstrip("✓✗ ").partition(f"{word}: ") for line in told.splitlines())
    return {what for before, _, what in lines if what and not before}


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_walls_stop_every_attack(tmp_path: Path) -> None:
    """All is well, and what is not stopped is said."""
    result = _doctor("--course", str(tmp_path))
    assert result.returncode == 0, result.stdout
    assert len(_attacks(result.stdout, "stopped")) == 9
    assert _attacks(result.stdout, "NOT stopped") == set()
    assert "Not stopped by these walls" in result.stdout
    assert "No course here" in result.stdout


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_every_attack_works_without_walls() -> None:
    """So that the test above can fail; and the machine is not fit. Only what is left behind is ended here, too."""
    result = _doctor(before=WITHOUT_WALLS)
    assert result.returncode == 1
    assert _attacks(result.stdout, "stopped") == {"leaving a process behind"}
    assert len(_attacks(result.stdout, "NOT stopped")) == 8


def test_course_that_cannot_be_graded_is_told(tmp_path: Path) -> None:
    """In words, and not with a traceback."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 3 +\n")
    result = _doctor("--course", str(tmp_path))
    assert result.returncode == 1
    assert "could not be read" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
