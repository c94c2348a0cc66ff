"""What of the grader's surroundings a kernel gets, and what not."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import softmark
from softmark.sandbox.warm import can_fork

GRADER = """
import sys
from softmark.grading.session import Session
from softmark.model import Limits
from softmark.sandbox import tier, warm

tier.tier = lambda: tier.Tier.NONE
for can_fork in (True, False):
    warm.can_fork = lambda: can_fork
    with Session(lambda folder: None, 7, Limits()) as session:
        print(session.run("import os, sys; print(os.environ['HOME'], sys.prefix)").outputs[0]["text"].strip())
"""


@pytest.mark.skipif(not can_fork(), reason="needs Linux")
def test_packages_of_the_user_are_there(tmp_path: Path) -> None:
    """Where softmark was installed with ``pip install --user``, kernels find it all the same; their home is another."""
    scheme = sysconfig.get_preferred_scheme("user")
    folder = Path(sysconfig.get_path("purelib", scheme, {"userbase": str(tmp_path / ".local")}))
    folder.mkdir(parents=True)
    installed = [str(Path(softmark.__file__).parents[1]), *(path for path in sys.path if path.endswith("-packages"))]
    (folder / "installed.pth").write_text("\n".join(installed))
    python = getattr(sys, "_base_executable", sys.executable)  # in a virtual environment, users have no packages
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    run = subprocess.run([python, "-c", GRADER], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert [Path(prefix) for _, prefix in lines] == [Path(sys.base_prefix)] * 2
    assert all(home != str(tmp_path) for home, _ in lines)


def test_grader_without_packages_of_its_user_has_kernels_without() -> None:
    """In a virtual environment, nothing that lies in the user's home is imported."""
    code = (
        "import softmark.sandbox.throwaway as t; print(sorted(n for n in t.kernel_environment('', {}) if 'USER' in n))"
    )
    run = subprocess.run([sys.executable, "-s", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['PYTHONNOUSERSITE']"
