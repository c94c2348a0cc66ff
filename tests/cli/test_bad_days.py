"""A class among which some have a bad day: everybody else is graded as if these were not there, and nothing is left."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from nbformat.v4 import new_code_cell

from softmark.sandbox import tier
from softmark.sandbox.tier import Tier

RIGHT, WRONG = "def double(n):\n    return n + n", "def double(n):\n    return n"
HONEST = {"a0": RIGHT, "h1": WRONG, "p2": RIGHT, "z3": "def double(n):\n    return 2 * m"}
# A virtual machine may wait seconds for each GB that it uses first: little is eaten, and there is time to do so.
BUDGETS = """
c.Sandbox.tier = "{tier}"
c.Budgets.cell_seconds = 8
c.Budgets.interrupt_seconds = 2
c.Budgets.memory_bytes = 300 << 20
c.Budgets.disk_bytes = 64 << 20
c.Budgets.file_bytes = 32 << 20
c.Budgets.processes = 40
c.Budgets.submission_bytes = 1 << 20
"""
# What a student's last cell does, and what is told of it; after it, everything above still counts.
BAD_DAYS: dict[str, tuple[str, set[str]]] = {
    "loops": ("while True:\n    pass", {"timeout"}),
    "loops-on": (
        "while True:\n    try:\n        while True:\n            pass\n    except KeyboardInterrupt:\n        pass",
        {"timeout"},
    ),
    "stops": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", {"timeout"}),
    "forks": (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        {"processes", "memory"},
    ),
    "eats": ("kept = []\nwhile True:\n    kept.append(bytearray(b'1') * (20 << 20))", {"memory"}),
    "maps": (
        "import mmap\nkept = mmap.mmap(-1, 3 << 30)\nfor _ in range(3 << 10):\n    kept.write(b'1' * (1 << 20))",
        {"memory"},
    ),
    "writes": (
        "with open('big', 'wb') as file:\n    for _ in range(10_000):\n        file.write(bytes(1 << 20))",
        set(),
    ),
    "fills": (
        "import time\nfor n in range(8):\n    open(f'f{n}', 'wb').write(bytes(20 << 20))\ntime.sleep(3)",
        {"disk"},
    ),
    "prints": ("for _ in range(1_000_000):\n    print('x' * 1_000)", {"output cut", "timeout"}),
    "prints-once": ("print('x' * 50_000_000)", {"output cut"}),
    "writes-past": ("import os\nfor _ in range(200):\n    os.write(1, bytes(1 << 20))", set()),
    "thread": (
        "import threading\ndef on():\n    while True:\n        pass\nthreading.Thread(target=on).start()",
        set(),
    ),
    "daemon": (
        "import os, signal, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        for n in (1, 2, 15):\n            signal.signal(n, signal.SIG_IGN)\n        time.sleep(300)\n"
        "    os._exit(0)\nos.wait()",
        set(),
    ),
    "exits": ("import os\nos._exit(3)", {"kernel died"}),
    "crashes": ("import ctypes\nctypes.string_at(0)", {"kernel died", "killed"}),
    "kills-all": ("import os\nos.killpg(0, 9)", {"kernel died", "killed"}),
    "kills-parent": ("import os\nos.kill(max(2, os.getppid()), 9)", set()),
    "floods": (
        "from IPython.display import display\nfor n in range(20_000):\n    display({'text/plain': str(n)}, raw=True)",
        {"output cut", "timeout", ""},
    ),
}
BROKEN: dict[str, bytes] = {"empty": b"", "no-json": b"\x00\xff not a notebook", "heavy": b" " * (3 << 20)}


class Surroundings:
    """What a run could leave behind."""

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary

    def seen(self) -> dict[str, object]:
        """Processes that are ours, mounts, temporary files, shared memory, sockets."""
        ours = (process.pid for process in psutil.Process().children(recursive=True))
        sockets = [line for line in Path("/proc/net/unix").read_text().splitlines() if str(self._temporary) in line]
        mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        return {
            "processes": sorted(ours),
            "mounts": sorted(mounts),
            "files": sorted(path.name for path in self._temporary.iterdir()),
            "shared memory": sorted(path.name for path in Path("/dev/shm").glob("*")),
            "sockets": sockets,
        }


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Surroundings]:
    """A folder for all temporary files; orphans become this process's children."""
    temporary = Path(tempfile.mkdtemp(prefix="bad-"))  # a short path: sockets lie in there
    monkeypatch.setenv("TMPDIR", str(temporary))
    subreaper = 36
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)
    yield Surroundings(temporary)
    ctypes.CDLL(None).prctl(subreaper, 0, 0, 0, 0)
    shutil.rmtree(temporary)


@pytest.fixture(params=[Tier.LANDLOCK, Tier.FULL], ids=str)
def walls(request: pytest.FixtureRequest) -> Tier:
    """The walls that the course asks for."""
    wanted: Tier = request.param
    if tier.strongest() is Tier.NONE:
        pytest.skip("needs Landlock (Linux 6.2)")
    if wanted is Tier.FULL and tier.strongest() is not wanted:
        pytest.skip(f"needs bubblewrap: {tier.why_not_full()}")
    return wanted


@pytest.fixture
def course(course_folder: Any, test_cells: dict[str, str], walls: Tier) -> Iterator[Any]:
    """An assignment that everybody honest has handed in."""
    settings = course_folder.root / "nbgrader_config.py"
    text = settings.read_text()
    settings.write_text(text + BUDGETS.format(tier=walls.value))
    if not (course_folder.root / "source").exists():
        course_folder.add("sums", plain=test_cells["plain"], pytest_style=test_cells["pytest_style"])
    for student, answer in HONEST.items():
        course_folder.hand_in(student, "sums", course_folder.answered("sums", answer))
    yield course_folder
    settings.write_text(text)
    for folder in ("submitted", "autograded", "feedback", ".softmark"):
        shutil.rmtree(course_folder.root / folder, ignore_errors=True)


def _told(course: Any, name: str) -> dict[str, Any]:
    """What the class is told, without what differs from run to run."""

    def lasting(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: lasting(part) for key, part in value.items() if key != "seconds"}
        return [lasting(part) for part in value] if isinstance(value, list) else value

    return {student: lasting(entry) for student, entry in course.results(name).items()}


def test_bad_days_are_their_own(course: Any, surroundings: Surroundings) -> None:
    """Neighbours are told the same, to the letter; who has a bad day keeps all that was done before it."""
    before = surroundings.seen()
    alone = course.grade("sums", "--workers", "3", "--json", "alone.json")
    assert alone.status == 0, alone.error
    expected = _told(course, "alone.json")
    for student, (code, _kinds) in BAD_DAYS.items():
        notebook = course.answered("sums", RIGHT)
        notebook.cells.append(new_code_cell(code))
        course.hand_in(student, "sums", notebook)
    for student, data in BROKEN.items():
        course.hand_in(student, "sums", data)
    link = course.root / "submitted" / "links" / "sums"
    link.mkdir(parents=True)
    (link / "one.ipynb").symlink_to(course.root / "gradebook.db")
    odd = course.root / "submitted" / "p2" / "sums" / "a file\nof two lines"
    odd.write_text("harmless")

    done = course.grade("sums", "--workers", "3", "--fresh", "--json", "all.json")
    assert done.status == 1, done.error  # some could not be read
    found = _told(course, "all.json")
    assert {student: found[student] for student in HONEST} == expected
    for student, (_code, kinds) in BAD_DAYS.items():
        (notebook,) = found[student]["notebooks"]
        assert (student, found[student]["points"]) == (student, 4), notebook
        told = {event["kind"] for event in notebook["events"]} | {""}
        assert not kinds or told & kinds, (student, notebook["events"])
    for student in (*BROKEN, "links"):
        assert found[student]["points"] is None, found[student]
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    assert surroundings.seen() == before
