"""Kernels and judges that are forked from a warm process are as good as fresh ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from softmark.grading.session import KernelFailed, Session
from softmark.model import Limits
from softmark.sandbox import tier, usage, warm
from softmark.sandbox.box import Box

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="needs Linux")


@pytest.mark.filterwarnings("error")
def test_notebook_trains_in_a_forked_kernel() -> None:
    """TensorFlow, imported by the parent, trains in its children, in two of them at once."""
    modules = ("keras", "tensorflow")
    code = """
import numpy as np, keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(1)])
model.compile("sgd", "mse")
print(len(model.fit(np.ones((64, 4)), np.ones(64), epochs=2, verbose=0).history["loss"]))
"""
    with Session(lambda f: None, 1, Limits(), modules) as one, Session(lambda f: None, 2, Limits(), modules) as two:
        for session in (one, two):
            assert [output["text"] for output in session.run(code).outputs] == ["2\n"]


def test_pictures_are_shown_in_a_forked_kernel() -> None:
    """matplotlib, imported by the parent, shows figures in the notebook all the same."""
    with Session(lambda folder: None, 1, Limits(), ("matplotlib.pyplot",)) as session:
        outputs = session.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()").outputs
    assert any("image/png" in output.get("data", {}) for output in outputs)


def _judge(tmp_path: Path, modules: tuple[str, ...] = ()) -> warm.Forked:
    environment = {"PATH": os.environ["PATH"]}
    with (tmp_path / "log").open("wb") as log:
        return warm.fork("judge", modules, (), tmp_path, environment, log=log.fileno(), piped=True, walls=None)


def _end(process: warm.Forked) -> int:
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        stream.close()
    return process.wait(timeout=30)


def test_forked_process_is_like_a_popen(tmp_path: Path) -> None:
    """It lives until it is ended or has nothing to do; its status says which; signals to the dead do nothing."""
    ends, killed = _judge(tmp_path), _judge(tmp_path)
    assert ends.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        ends.wait(timeout=0)
    assert _end(ends) == 0
    killed.kill()
    assert _end(killed) == -signal.SIGKILL
    killed.kill()
    assert (ends.poll(), killed.poll()) == (0, -signal.SIGKILL)


def test_nothing_of_a_forked_process_stays(tmp_path: Path) -> None:
    """Once it has been waited for, there is neither a process nor a descriptor."""
    before = len(os.listdir("/proc/self/fd"))
    process = _judge(tmp_path)
    _end(process)
    assert not Path(f"/proc/{process.pid}").exists()
    assert len(os.listdir("/proc/self/fd")) == before


def test_nothing_of_the_parent_is_cleaned_up_by_a_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library wants done when its process ends is not done each time that a fork ends."""
    (tmp_path / "parting.py").write_text(
        "import atexit, weakref\n"
        f"def part(): open({str(tmp_path / 'parted')!r}, 'w').close()\n"
        "class Kept: pass\n"
        "kept = Kept()\n"
        "weakref.finalize(kept, part)\n"
        "atexit.register(part)\n"
    )
    known = warm.kernel_environment
    monkeypatch.setattr(warm, "kernel_environment", lambda *names: known(*names) | {"PYTHONPATH": str(tmp_path)})
    assert _end(_judge(tmp_path, ("parting",))) == 0
    assert not (tmp_path / "parted").exists()


def test_parent_with_a_second_thread_does_not_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that starts a thread when it is imported makes forks unsafe: the parent refuses."""
    (tmp_path / "threaded.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    known = warm.kernel_environment
    monkeypatch.setattr(warm, "kernel_environment", lambda *names: known(*names) | {"PYTHONPATH": str(tmp_path)})
    with pytest.raises(warm.NotWarm):
        _judge(tmp_path, ("threaded",))


def test_parent_that_cannot_fork_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an import does, it does each time: the next notebook does not wait for it once more."""
    (tmp_path / "counted.py").write_text(
        "import threading, time\n"
        f"print(end='x', file=open({str(tmp_path / 'imports')!r}, 'a'))\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    known = warm.kernel_environment
    monkeypatch.setattr(warm, "kernel_environment", lambda *names: known(*names) | {"PYTHONPATH": str(tmp_path)})
    for _ in range(3):
        with pytest.raises(warm.NotWarm):
            _judge(tmp_path, ("counted",))
    assert (tmp_path / "imports").read_text() == "x"


def test_parent_that_died_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may have killed it while it started."""
    with monkeypatch.context() as patched:
        patched.setattr(warm.sys, "executable", "/bin/false")
        with pytest.raises(warm.NotWarm):
            _judge(tmp_path, ("this", "keyword"))
    assert _end(_judge(tmp_path, ("this", "keyword"))) == 0


def test_own_parent_ends_with_its_child() -> None:
    """A kernel that shares nothing with others has a parent of its own, of which nothing stays."""
    with Session(lambda folder: None, 7, Limits()) as first:
        descriptors = []
        for _ in range(2):
            with Session(lambda folder: None, 7, Limits(), alone=True) as session:
                parent = session._manager.provisioner.process._parent
                assert session.processes()[0] in usage.descendants(parent._process.pid)
                assert parent.alive
                assert parent is not first._manager.provisioner.process._parent
            assert not parent.alive
            assert not Path(parent._home).exists()
            descriptors.append(len(os.listdir("/proc/self/fd")))
        assert descriptors[0] == descriptors[1]
        assert first.run("1 + 1").error == ""


@pytest.mark.usefixtures("without_walls")
def test_kernel_starts_fresh_if_the_parent_cannot_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parent that dies at once, or refuses, costs nobody a grade: kernels start as they did before."""
    with monkeypatch.context() as patched:
        patched.setattr(warm.sys, "executable", "/bin/false")
        with pytest.raises(warm.NotWarm):
            _judge(tmp_path, ("colorsys",))
    monkeypatch.setattr(warm, "_PATIENCE", 0.0)
    with Session(lambda folder: None, 7, Limits(), ("bisect",)) as session:
        assert type(session._manager.provisioner.process).__name__ == "Popen"
        assert session.run("1 + 1").error == ""


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_kernel_behind_walls_does_not_start_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """If no parent can be had, nothing is run: a process of its own would have no walls."""
    monkeypatch.setattr(warm, "_PATIENCE", 0.0)
    with pytest.raises(KernelFailed), Session(lambda folder: None, 7, Limits(), ("bisect",)):
        pass


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_kernel_behind_walls_has_a_parent_without_imports_if_need_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that starts a thread when it is imported keeps a parent from forking, and no kernel from its walls."""
    known = warm.WarmParent

    def refuse(role: str, modules: Sequence[str]) -> warm.WarmParent:
        if modules:
            raise warm.CannotFork("it has more than one thread")
        return known(role, modules)

    monkeypatch.setattr(warm, "WarmParent", refuse)
    with Session(lambda folder: None, 7, Limits(), ("heapq",)) as session:
        assert session.run("open('/etc/hostname').read()").error in ("PermissionError", "FileNotFoundError")


def test_killed_parent_is_replaced(tmp_path: Path) -> None:
    """Its children end with it, and the next notebook gets a new parent."""
    with Session(lambda folder: None, 7, Limits(), ("fractions",)) as session:
        session.run("1 + 1")
        process = session._manager.provisioner.process
        process._parent._process.kill()
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is not None
    with Session(lambda folder: None, 7, Limits(), ("fractions",)) as session:
        assert type(session._manager.provisioner.process).__name__ == "Forked"
        assert session.run("1 + 1").error == ""


@pytest.mark.parametrize("kind", [tier.Tier.NONE, tier.Tier.LANDLOCK, tier.Tier.FULL])
def test_parents_end_with_the_grader(tmp_path: Path, kind: tier.Tier) -> None:
    """A grader that is killed leaves nothing behind: no parent, no child."""
    script = f"""
import sys, time, pathlib
from softmark.model import Limits
from softmark.sandbox import usage, tier, warm
folder = pathlib.Path({str(tmp_path)!r}) / "work"
folder.mkdir()
tier.ask_for(tier.Tier({kind.value!r}))
print(tier.tier())
with open({str(tmp_path / "log")!r}, "wb") as log:
    process = warm.fork("judge", (), (), folder, {{}}, log=log.fileno(), piped=True,
        walls=tier.walls((), [folder], Limits()))
time.sleep(1)
print(process._parent._process.pid, process.pid, *usage.descendants(process.pid), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        have = grader.stdout.readline().strip()
        numbers = grader.stdout.readline().split()
        grader.kill()
    assert len(numbers) == {"none": 2, "landlock": 3, "full": 3 + Box.PROCESSES}[have]
    deadline = time.monotonic() + 30
    while any(_lives(number) for number in numbers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_lives(number) for number in numbers)


def _lives(number: str) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_parent_that_has_imported_more_serves_too() -> None:
    """A notebook with fewer imports needs no parent of its own; one with others does."""
    parents = []
    for modules in (("textwrap", "this"), ("this",), ("this", "antigravity_"), ()):
        with Session(lambda folder: None, 7, Limits(), modules) as session:
            parents.append(session._manager.provisioner.process._parent._process.pid)
    assert parents[0] == parents[1] != parents[2]
