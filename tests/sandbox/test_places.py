"""Throw-away folders: nothing is left behind, however a process ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MAKES = """
import os, signal, sys
from softmark.sandbox.places import new_folder, temporary_folder
folder = new_folder("kernel")
(folder / "file").touch()
with temporary_folder("files") as inner:
    assert inner.is_dir()
assert not inner.exists()
print(folder, flush=True)
if sys.argv[1] == "kill":
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "wait":
    input()
"""


def _run(how: str, tmp_path: Path) -> Path:
    environment = {"TMPDIR": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", MAKES, how], env=environment, capture_output=True, text=True)
    folder = Path(done.stdout.strip())
    assert folder.is_relative_to(tmp_path), done.stderr
    return folder


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a path that is short enough for sockets."""
    import tempfile

    return Path(tempfile.mkdtemp(prefix="t-"))


def test_nothing_is_left_at_the_end(short: Path) -> None:
    assert not _run("end", short).exists()
    assert list(short.iterdir()) == []


def test_next_process_sweeps_after_one_that_was_killed(short: Path) -> None:
    """But leaves what belongs to one that lives, or is no folder of ours."""
    other = short / "softmark-of-somebody"
    other.mkdir()
    environment = {"TMPDIR": str(short), "PATH": ""}
    with subprocess.Popen(
        [sys.executable, "-c", MAKES, "wait"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as living:  # fmt: skip
        assert living.stdout is not None
        mine = Path(living.stdout.readline().strip())
        killed = _run("kill", short)
        assert killed.exists()
        _run("end", short)
        assert not killed.parent.exists()
        assert (mine / "file").exists()
        assert other.exists()
        living.communicate("\n")
    assert [path.name for path in short.iterdir()] == ["softmark-of-somebody"]
