"""What a kernel behind walls may use, and what is left when it has ended: nothing."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from softmark.grading.session import KernelGone, Session
from softmark.model import EventKind, Limits, State

pytestmark = pytest.mark.usefixtures("walls")
TIGHT = replace(
    Limits(), memory_bytes=400 << 20, disk_bytes=32 << 20, file_bytes=16 << 20, processes=24, cell_seconds=20
)
BOMBS = {
    "memory": ("memory_bytes", "kept = []\nwhile True:\n    kept.append(bytearray(b'1') * (20 << 20))"),
    "shared memory": (
        "memory_bytes",
        "import mmap\nkept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 20 << 20))\n"
        "    kept[-1].write(b'1' * (20 << 20))",
    ),
    "memory of children": (
        "memory_bytes",
        "import os, time\nfor _ in range(10):\n    if os.fork() == 0:\n"
        "        kept = bytearray(b'1') * (100 << 20)\n        time.sleep(60)\ntime.sleep(60)",
    ),
    "memory amid a flood of orphans": (
        "memory_bytes",
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    while True:\n"
        "        if os.fork() == 0:\n"
        "            os.fork()\n"
        "            os._exit(0)\n"
        "        os.wait()\n"
        "time.sleep(1)\nkept = bytearray(b'1') * (600 << 20)\ntime.sleep(60)",
    ),
    "files": (
        "disk_bytes",
        "import time\nfor n in range(8):\n    open(f'f{n}', 'wb').write(bytes(10 << 20))\ntime.sleep(30)",
    ),
    "deep files": (
        "disk_bytes",
        "import os, time\nos.chdir(os.environ['HOME'])\nfor n in range(1, 9):\n"
        "    os.makedirs('d/' * n, exist_ok=True)\n    open('d/' * n + 'f', 'wb').write(bytes(10 << 20))\n"
        "time.sleep(30)",
    ),
    "processes": (
        "processes",
        "import os, time\nfor _ in range(100):\n    try:\n        if os.fork() == 0:\n            time.sleep(60)\n"
        "            os._exit(0)\n    except BlockingIOError:\n        pass\ntime.sleep(60)",
    ),
}


def _of_session(session: Session) -> set[int]:
    """All processes below the warm parent that this session's kernel comes from."""
    from softmark.sandbox.usage import descendants

    return set(descendants(session._manager.provisioner.process.pid))


def _alive(processes: set[int]) -> set[int]:
    return {pid for pid in processes if Path(f"/proc/{pid}").exists()}


@pytest.mark.parametrize("bomb", BOMBS)
def test_kernel_that_uses_too_much_is_ended(bomb: str) -> None:
    """It is said what there was too much of, and nothing of it lives on."""
    exceeded, code = BOMBS[bomb]
    with Session(lambda folder: None, 7, TIGHT) as session:
        session.run("1 + 1")
        processes = _of_session(session)
        with pytest.raises(KernelGone):
            session.run(code)
        assert session.exceeded == exceeded
        assert not session.killed
        assert _alive(processes) == set()


def test_fork_bomb_ends() -> None:
    """Children that fork as fast as they can do not outrun it."""
    with Session(lambda folder: None, 7, TIGHT) as session:
        process = session._manager.provisioner.process
        with pytest.raises(KernelGone):
            session.run(
                "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass", seconds=20
            )
        assert process.poll() is not None
        assert session.exceeded in ("processes", "memory_bytes")
    with Session(lambda folder: None, 7, Limits()) as session:
        assert session.run("print(6 * 7)").outputs[0]["text"] == "42\n"


def test_file_that_is_too_large_is_an_error_of_its_cell() -> None:
    """The kernel lives on."""
    with Session(lambda folder: None, 7, TIGHT) as session:
        assert session.run("open('big', 'wb').write(bytes(20 << 20))").error == "OSError"
        assert session.run("1 + 1").error == ""


DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        {more}
        time.sleep(300)
    os._exit(0)
os.wait()
time.sleep(0.5)
"""


@pytest.mark.parametrize("more", ["pass", "import signal; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 15)]"])
def test_daemon_ends_with_its_kernel(more: str) -> None:
    """A process that has left its session and has no parent any more is ended all the same."""
    with Session(lambda folder: None, 7, Limits()) as session:
        before = _of_session(session)
        assert session.run(DAEMON.format(more=more)).error == ""
        processes = _of_session(session)
        assert len(processes) == len(before) + 1
    deadline = time.monotonic() + 10
    while _alive(processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _alive(processes) == set()


def test_kernel_whose_keeper_is_killed_ends() -> None:
    """The system may choose the keeper when memory runs out: its parent ends what it leaves."""
    with Session(lambda folder: None, 7, Limits()) as session:
        session.run(DAEMON.format(more="pass"))
        processes = _of_session(session)
        os.kill(session._manager.provisioner.process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _alive(processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _alive(processes) == set()


def test_stopped_kernel_is_ended_in_time() -> None:
    """One that stops itself cannot answer an interrupt."""
    limits = replace(Limits(), interrupt_seconds=1.0)
    with Session(lambda folder: None, 7, limits) as session:
        processes = _of_session(session)
        with pytest.raises(KernelGone):
            session.run("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", seconds=1.0)
        assert _alive(processes) == set()


def test_endless_loop_is_interrupted() -> None:
    """The signal goes to what is kept, and the kernel lives on."""
    with Session(lambda folder: None, 7, Limits()) as session:
        executed = session.run("while True: pass", seconds=1.0)
        assert (executed.timed_out, executed.error) == (True, "KeyboardInterrupt")
        assert session.run("1 + 1").error == ""


def test_student_is_told_what_there_was_too_much_of(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """Points of cells above stay."""
    source = small_course.notebook(
        [
            make_cell("solution", "one", "a = 1", "a = None"),
            make_test_cell("t1", "assert a == 1"),
            make_cell("solution", "two", "b = 1", "b = None"),
            make_test_cell("t2", "assert b == 1"),
        ]
    )
    bomb = BOMBS["memory"][1]
    graded = small_course.grade(source, {"one": "a = 1", "two": bomb}, TIGHT)
    assert [cell.state for cell in graded.result.cells] == [State.PASSED, State.FAILED]
    (event,) = graded.result.events
    assert (event.kind, event.cell) == (EventKind.MEMORY, "two")
    assert event.message.startswith("Your program used more than 400 MiB of memory.")
