"""A warm parent that cannot fork is found out before it does, and costs nobody a grade."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from softmark.grading import running
from softmark.grading.session import Session
from softmark.model import Limits
from softmark.sandbox import warm

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="needs Linux")

IMPATIENT = "import softmark.sandbox.probe as probe; probe.SECONDS = 2.0\n"
# What a library may do when it is imported.
FAULTS = {
    "operation": "import tensorflow as tf; tf.linalg.matmul(tf.ones((3, 3)), tf.ones((3, 3)))",
    "sleep": f"{IMPATIENT}import os, time; os.register_at_fork(after_in_child=lambda: time.sleep(600))",
    "lock": f"{IMPATIENT}import os; from tensorflow.python.eager.context import _context_lock as lock\n"
    "os.register_at_fork(before=lock.acquire, after_in_parent=lock.release)",
    "wrong": "import os, tensorflow as tf; os.register_at_fork(after_in_child=lambda: delattr(tf, 'ones'))",
}
ANSWER = """
import tensorflow as tf
total = int(tf.function(lambda: tf.reduce_sum(tf.ones(9)))())
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The name of a module with a fault, which warm parents find, and nobody else."""
    name = f"fault_{request.param}"
    (tmp_path / f"{name}.py").write_text(FAULTS[request.param])
    known = warm.kernel_environment
    monkeypatch.setattr(warm, "kernel_environment", lambda *names: known(*names) | {"PYTHONPATH": str(tmp_path)})
    return name


def _left_of(name: str) -> list[str]:
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            line = Path(f"/proc/{process}/cmdline").read_text()
        except OSError:
            continue
        if name in line:
            found.append(process)
    return found


@pytest.mark.parametrize(
    ("role", "library", "why"),
    [
        ("kernel", "operation", "thread"),
        ("kernel", "sleep", "answer"),
        ("judge", "sleep", "answer"),
        ("kernel", "lock", "answer"),
        ("judge", "wrong", "answer"),
    ],
    indirect=["library"],
)
def test_parent_of_useless_forks_refuses(role: str, library: str, why: str) -> None:
    """A child that hangs, or answers wrongly, tells before any notebook depends on it; nothing of the trial stays."""
    with pytest.raises(warm.CannotFork, match=why):
        warm.WarmParent(role, (library,))
    assert _left_of(library) == []


@pytest.mark.parametrize("library", ["sleep"], indirect=True)
def test_notebook_is_graded_all_the_same(
    library: str, monkeypatch: pytest.MonkeyPatch, small_course: Any, make_cell: Any, make_test_cell: Any
) -> None:
    """Kernel and judge import by themselves then, and what TensorFlow finds there counts as it would."""
    monkeypatch.setattr(running, "slow_imports", lambda cells: (library,))
    cells = [
        make_cell("solution", "add", ANSWER, "total = None"),
        make_test_cell("test", "assert total == 9", 3.0),
    ]
    graded = small_course.grade(small_course.notebook(cells), {"add": ANSWER}, Limits(check_seconds=120))
    assert graded.result.cells[0].points == 3.0
    for role in ("kernel", "judge"):
        with pytest.raises(warm.NotWarm, match="answer"):  # as it said before: it is not tried again
            warm._PARENTS_OF_THIS_PROCESS.start(role, (library,))


def test_trial_leaves_the_parent_as_it_is() -> None:
    """A parent that has TensorFlow has no second thread and no child after it, and its kernels run operations."""
    with Session(lambda folder: None, 7, Limits(), ("keras", "tensorflow")) as session:
        process = session._manager.provisioner.process
        assert type(process).__name__ == "Forked"
        (thread,) = Path(f"/proc/{process._parent._process.pid}/task").iterdir()
        assert (thread / "children").read_text().split() == [str(process.pid)]
        (output,) = session.run(f"{ANSWER}print(total)").outputs
    assert output["text"] == "9\n"
