"""What a submission finds in a forked kernel is what it finds in a fresh one, and nothing of the grader's."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from softmark.grading.session import Session
from softmark.model import Limits
from softmark.sandbox import tier, warm

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="needs Linux")
SURROUNDINGS = """
import atexit, gc, locale, os, re, resource, signal, stat, sys, tempfile, threading, weakref
def kind(number):
    try:
        return stat.S_IFMT(os.fstat(number).st_mode)
    except OSError:
        return None
def opened():
    for number in os.listdir("/proc/self/fd"):
        if number != "0" and kind(int(number)):  # it may be a pipe, or /dev/null
            yield re.sub(r":\\[[0-9]+\\]", "", os.readlink(f"/proc/self/fd/{number}"))
def told(file, *names):
    lines = (line.partition(":") for line in open(f"/proc/self/{file}"))
    return {name: value.strip() for name, _, value in lines if name in names}
found = {
    "environment": {k: v for k, v in os.environ.items() if k != "JPY_PARENT_PID"},
    "streams": [kind(number) for number in (1, 2)],
    "descriptors": sorted(opened()),
    "inherited by programs": [n for n in os.listdir("/proc/self/fd") if kind(int(n)) and os.get_inheritable(int(n))],
    "threads": len(os.listdir("/proc/self/task")),
    "umask": os.umask(0o22),
    "signals": {int(s): repr(signal.getsignal(s)).split(" at ")[0] for s in signal.valid_signals() if s < 32},
    "signals of the system": told("status", "SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt"),
    "blocked": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, []))),
    "timers": [signal.getitimer(timer) for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)],
    "limits": {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name[:7] == "RLIMIT_"},
    "nice": os.getpriority(os.PRIO_PROCESS, 0),
    "processors": len(os.sched_getaffinity(0)),
    "memory": open("/proc/self/oom_score_adj").read(),
    "leads": os.getpgrp() == os.getpid() == os.getsid(0),
    "path": [entry for entry in sys.path],
    "arguments": [sys.argv, sys.orig_argv],
    "flags": [sys.flags.safe_path, sys.getrecursionlimit(), sys.getswitchinterval(), locale.setlocale(locale.LC_ALL)],
    "tempdir": tempfile.gettempdir(),
    "place": os.getcwd(),
    "folder": os.listdir("."),
    "random": __import__("random").random(),
    "numpy": float(__import__("numpy").random.random()),
    "new generator": float(__import__("numpy").random.default_rng().random()),
    "hash": hash("softmark"),
    "at exit": atexit._ncallbacks(),
    "finalizers": len(weakref.finalize._registry),
    "collector": [gc.isenabled(), gc.get_threshold()],
}
print(repr(found))
"""
# What a library might do to the process that imports it.
UNTIDY = """
import atexit, gc, os, random, resource, signal, sys, tempfile, weakref
os.environ["UNTIDY"] = "1"
os.chdir("/")
os.umask(0o7)
os.nice(3)
sys.argv += ["untidy"]
sys.setrecursionlimit(900)
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
tempfile.tempdir = "/"
random.seed(3)
gc.disable()
kept = os.open("/dev/zero", os.O_RDONLY)
os.set_inheritable(kept, True)
atexit.register(os.getpid)
finalizer = weakref.finalize(UNTIDY := type("Untidy", (), {}), os.getpid)
signal.setitimer(signal.ITIMER_VIRTUAL, 1000)
"""


def _surroundings(modules: tuple[str, ...] = (), *, alone: bool = False) -> tuple[dict[str, Any], str]:
    """What a submission finds in its kernel, with the throw-away folder's name taken out; and how it was started."""
    with Session(lambda folder: None, 7, Limits(), modules, alone=alone) as session:
        session.run("import time; time.sleep(0.3)")  # the grader's channels connect one after another
        (output,) = session.run(SURROUNDINGS).outputs
        started = type(session._manager.provisioner.process).__name__
        return ast.literal_eval(output["text"].replace(str(session._root), "ROOT")), started


@pytest.mark.usefixtures("without_walls")
def test_forked_kernel_finds_what_a_fresh_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Descriptors, environment, threads, umask, signals, session, paths, seeds: no difference."""
    # A parent of its own: one that has imported for other tests is what the next test looks at.
    warm_one, how_warm = _surroundings(alone=True)
    with monkeypatch.context() as patched:
        patched.setattr(warm, "can_fork", lambda: False)
        cold_one, how_cold = _surroundings()
    assert (how_warm, how_cold) == ("Forked", "Popen")
    assert warm_one == cold_one
    assert warm_one["leads"]
    assert warm_one["folder"] == []


def test_kernel_of_a_busy_parent_finds_what_that_of_a_fresh_one_finds() -> None:
    """Behind walls, too: of what the parent has imported, and for whom it has forked before, nothing is to be seen."""
    for _ in range(2):
        busy, _how = _surroundings(("pandas", "sklearn.linear_model", "matplotlib.pyplot"))
    fresh, _how = _surroundings(alone=True)
    assert busy.pop("at exit") >= fresh.pop("at exit")  # what its libraries want then; see below
    assert busy == fresh
    assert busy["leads"]


@pytest.mark.usefixtures("without_walls")
def test_what_a_library_does_to_the_parent_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel takes its own environment, folders, descriptors, arguments and seeds; the comparison sees the rest."""
    (tmp_path / "untidy.py").write_text(UNTIDY)
    tidy, _how = _surroundings(alone=True)
    known = warm.kernel_environment
    monkeypatch.setattr(warm, "kernel_environment", lambda *names: known(*names) | {"PYTHONPATH": str(tmp_path)})
    untidy, how = _surroundings(("untidy",), alone=True)
    assert how == "Forked"
    assert {name for name in tidy if tidy[name] != untidy[name]} == {
        *("at exit", "blocked", "collector", "finalizers", "flags", "limits", "nice", "path", "signals"),
        *("signals of the system", "umask"),
    }


SECRET = "s3cret-of-the-grader"
# Looks for it in all that a kernel can read of some processes; spelt backwards, or it would find its own text.
SPY = """
import os
secret = {backwards!r}[::-1].encode()
def holds(pid, file):
    try:
        with open(f"/proc/{{pid}}/{{file}}", "rb", 0) as opened:
            if file != "mem":
                return secret in opened.read()
            with open(f"/proc/{{pid}}/maps") as places:
                lines = places.readlines()
            for line in lines:
                start, end = (int(place, 16) for place in line.split()[0].split("-"))
                try:
                    if os.pread(opened.fileno(), end - start, start).find(secret) >= 0:
                        return True
                except (OSError, OverflowError):
                    pass  # no memory behind these addresses
            return False
    except OSError:
        return None
found = {{(pid, file): holds(pid, file) for pid in {pids} for file in ("environ", "cmdline", "mem")}}
"""


def _spy(pids: Sequence[int]) -> str:
    return SPY.format(backwards=SECRET[::-1], pids=list(pids))


def test_secrets_of_the_grader_are_nowhere_in_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token in the grader's environment stands in no environment, command line or memory from its parent on."""
    monkeypatch.setenv("COURSE_TOKEN", SECRET)
    with Session(lambda folder: None, 7, Limits(), ("json",), alone=True) as session:
        (output,) = session.run("import os; print(os.getpid(), open('/proc/self/environ').read())").outputs
        kernel, told = output["text"].split(" ", 1)
        process = session._manager.provisioner.process
        pids = [int(kernel), process.pid, process._parent._process.pid]
        ours: dict[str, Any] = {}
        exec(_spy(pids), ours)  # as the grader, who may read more of them than a kernel may
    assert "SOFTMARK_GRADING=1" in told
    assert SECRET not in told
    read = {place: holds for place, holds in ours["found"].items() if holds is not None}
    assert set(read.values()) == {False}
    assert (process._parent._process.pid, "environ") in read


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_kernel_reads_nothing_of_its_ancestors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of its keeper and its warm parent nor of the grader, which does hold secrets."""
    monkeypatch.setenv("COURSE_TOKEN", SECRET)
    with Session(lambda folder: None, 7, Limits(), ("json",), alone=True) as session:
        process = session._manager.provisioner.process
        pids = [process.pid, process._parent._process.pid, os.getpid(), os.getppid()]
        executed = session.run(_spy(pids) + "print(len(found), set(found.values()), holds('self', 'environ'))")
    assert [output.get("text") for output in executed.outputs] == ["12 {None} False\n"]
