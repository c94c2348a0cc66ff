"""``softmark doctor``: what it says of this machine, with walls and without."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

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
@pytest.mark.parametrize(("kind", "attacks"), [("full", 11), ("landlock", 9)])
def test_walls_stop_every_attack(tmp_path: Path, kind: str, attacks: int) -> None:
    """All is well, and what is not stopped is said."""
    if kind == "full" and tier.why_not_full():
        pytest.skip(f"needs bubblewrap: {tier.why_not_full()}")
    result = _doctor("--course", str(tmp_path), "--tier", kind)
    assert result.returncode == 0, result.stdout
    assert f"Walls: {kind}." in result.stdout
    assert len(_attacks(result.stdout, "stopped")) == attacks
    assert _attacks(result.stdout, "NOT stopped") == set()
    assert "Not stopped by these walls" in result.stdout
    assert ("whether a file or a process is there" in result.stdout) == (kind == "landlock")
    assert "No course here" in result.stdout


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_how_to_get_stronger_walls_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without bubblewrap is fit, unless the stronger walls were asked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for arguments, status in (((), 0), (("--tier", "full"), 1)):
        result = _doctor("--course", str(tmp_path), *arguments)
        assert "apt-get install bubblewrap" in result.stdout
        assert "Walls: landlock." in result.stdout
        assert result.returncode == status, result.stdout


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_every_attack_works_without_walls() -> None:
    """So that the test above can fail; and the machine is not fit. Only what is left behind is ended here, too."""
    result = _doctor(before=WITHOUT_WALLS)
    assert result.returncode == 1
    assert _attacks(result.stdout, "stopped") == {"leaving a process behind"}
    assert len(_attacks(result.stdout, "NOT stopped")) == 10


def test_course_that_cannot_be_graded_is_told(tmp_path: Path) -> None:
    """In words, and not with a traceback."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 3 +\n")
    result = _doctor("--course", str(tmp_path))
    assert result.returncode == 1
    assert "could not be read" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (b"no database at all, and long enough to be looked at", "cannot be read"),
        ("update alembic_version set version_num = '0'", "nbgrader db upgrade"),
        (None, "The course can be graded"),
    ],
    ids=["damaged", "old", "well"],
)
def test_gradebook_is_looked_at(course_folder: Any, harm: bytes | str | None, sentence: str) -> None:
    """A damaged or outdated one is told, with the next step."""
    course = course_folder
    path = course.root / "gradebook.db"
    path.unlink(missing_ok=True)
    assert course.run("nbgrader", "db", "student", "add", "ada").status == 0
    if isinstance(harm, bytes):
        path.write_bytes(harm)
    elif harm is not None:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(harm)
    told = course.run("softmark", "doctor")
    assert sentence in told.out
    assert (told.status == 0) == (harm is None)
    assert "Traceback" not in told.out + told.error
