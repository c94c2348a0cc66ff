"""What is in a box, and what is not: one submission's own, and nobody else's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from softmark.grading.judging import JudgeProcess
from softmark.grading.session import KernelFailed, KernelGone, Session
from softmark.model import Limits, State
from softmark.sandbox.usage import children

pytestmark = pytest.mark.usefixtures("box")
SMALL = replace(Limits(), file_bytes=16 << 20)

OTHERS = "[n for n in range(1, 99) if os.path.exists(f'/proc/{n}') and str(n) not in os.listdir('/proc/self/task')]"


def _told(session: Session, expression: str) -> str:
    executed = session.run(f"import os\nprint({expression})")
    assert executed.error == "", executed.outputs
    return str(executed.outputs[0]["text"]).strip()


def test_submissions_do_not_see_each_other() -> None:
    """Neither folders nor processes, nor what lies in folders that all programs use."""
    with Session(lambda folder: None, 7, Limits()) as one, Session(lambda folder: None, 8, Limits()) as other:
        folders = [_told(session, "os.getcwd()") for session in (one, other)]
        assert folders[0] != folders[1]
        for session, theirs in zip((one, other), reversed(folders), strict=True):
            for folder in ("/tmp", "/dev/shm"):
                assert _told(session, f"os.path.exists('{folder}/left')") == "False"
                assert session.run(f"open('{folder}/left', 'w').close()").error == ""
            assert _told(session, f"os.path.exists({theirs!r})") == "False"
            # Beside its own threads, the box's first process and what waits in it.
            assert _told(session, OTHERS) == "[1, 2]"


def test_shared_folders_take_no_more_than_one_file_may_have() -> None:
    """To the byte, as it is the system that says no; what is elsewhere on the machine stays free."""
    fill = "with open('{}/x{}', 'wb') as f:\n    print(f.write(bytes(10 << 20)))"
    with Session(lambda folder: None, 7, SMALL) as session:
        for folder in ("/tmp", "/dev/shm"):
            assert session.run(fill.format(folder, 0)).error == ""
            full = session.run(fill.format(folder, 1))
            assert (full.error, "No space left" in str(full.outputs)) == ("OSError", True)
            assert _told(session, f"os.statvfs('{folder}').f_blocks * os.statvfs('{folder}').f_frsize") == str(16 << 20)
        assert not list(Path("/tmp").glob("x[01]"))


@pytest.mark.parametrize(
    "bomb",
    [
        "for folder in ('/tmp', '/dev/shm'):\n    with open(folder + '/x', 'wb') as f:\n"
        "        for _ in range(150):\n            f.write(bytes(1 << 20))",
        "f = open('/tmp/x', 'wb')\nos.remove('/tmp/x')\ng = open('/tmp/y', 'wb')\nos.remove('/tmp/y')\n"
        "for _ in range(125):\n    f.write(bytes(1 << 20))\n    g.write(bytes(1 << 20))",
        "for n in range(10**6):\n    os.mkdir(f'/tmp/{n}')",
    ],
    ids=["files", "files without names", "names without files"],
)
def test_shared_folders_count_as_memory(bomb: str) -> None:
    """Nothing maps these files, so that no process seems to have them."""
    limits = replace(Limits(), memory_bytes=250 << 20)
    with Session(lambda folder: None, 7, limits) as session:
        with pytest.raises(KernelGone):
            session.run(f"import os, time\n{bomb}\ntime.sleep(30)", seconds=60)
        assert session.exceeded == "memory_bytes"


def test_all_ends_with_the_first_process() -> None:
    """In one stroke: whatever the submission has started, and the kernel itself."""
    with Session(lambda folder: None, 7, Limits()) as session:
        session.run("import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        time.sleep(300)")
        keeper, *others = session.processes()
        (outside,) = [pid for pid in children(keeper) if os.getpgid(pid) == keeper]
        (first,) = children(outside)
        assert len(others) == 9
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in others) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [pid for pid in others if Path(f"/proc/{pid}").exists()] == []
        with pytest.raises(KernelGone):
            session.run("1 + 1")


LOOKS = """import os
assert open({hidden!r} + "/labels").read() == "4711"
assert not os.path.exists({beside!r})
try:
    os.open({hidden!r} + "/labels", os.O_WRONLY)
    raise AssertionError("it can be changed")
except OSError:
    pass"""


def test_judge_has_its_hidden_folder(tmp_path: Path) -> None:
    """It reads there what it needs, changes nothing, and sees nothing beside it."""
    hidden, beside, work = (tmp_path / name for name in ("hidden", "beside", "work"))
    for folder in (hidden, work):
        folder.mkdir()
    (hidden / "labels").write_text("4711")
    beside.touch()
    for path in (tmp_path, hidden, hidden / "labels"):
        path.chmod(0o777)  # whoever may do this outside, in there it is read-only
    text = LOOKS.format(hidden=str(hidden), beside=str(beside))
    cell = {"kind": "test", "source": text, "released": "", "grade_id": "t"}
    with JudgeProcess([cell], hidden, work, lambda message: message) as judge:
        answer = judge.check(0, [], lambda again: 30.0)
    (outcome,) = answer["outcomes"]
    assert outcome["passed"], outcome["detail"]


def test_kernel_has_no_hidden_folder(small_course: Any, make_cell: Any, make_test_cell: Any, tmp_path: Path) -> None:
    """Nor can it see that there is one, although it is told where."""
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "labels").write_text("4711")
    seen = "import os\n\ndef seen(path):\n    return os.path.exists(path)"
    test = (
        "def test_seen(hidden, seen):\n    path = hidden.path('labels')\n    assert path.exists()\n"
        "    assert not seen(str(path)) and not seen(str(path.parent))"
    )
    hiding = make_test_cell("t", f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS")
    source = replace(small_course.notebook([make_cell("solution", "seen", seen, "pass"), hiding]), folder=tmp_path)
    graded = small_course.grade(source, {"seen": seen})
    assert [cell.state for cell in graded.result.cells] == [State.PASSED], graded.result


STEP = """
import os, shutil, sys
from softmark.sandbox.box import Box
box = Box(shutil.which("bwrap"), [sys.prefix, "/usr", "/bin", "/lib", "/lib64", {through!r}], [], 99)
box.send_children_in()
os.chdir("/")
if os.fork() == 0:
    box.enter()
    print(open({through!r} + "/file").read(), sorted(os.listdir({folder!r})), flush=True)
    os._exit(0)
os.wait()
"""


def test_links_lead_where_they_lead_outside(tmp_path: Path) -> None:
    """A folder that is named by way of a link is there under both names."""
    (tmp_path / "real" / "inner").mkdir(parents=True)
    (tmp_path / "real" / "inner" / "file").write_text("there")
    (tmp_path / "link").symlink_to("real")
    through = tmp_path / "link" / "inner"
    code = STEP.format(through=str(through), folder=str(tmp_path))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "there ['link', 'real']\n"


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first bubblewrap on the path is one that gives up."""
    program = tmp_path / "bin" / "bwrap"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho bwrap: setting up uid map: Permission denied >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def test_nothing_runs_without_its_box(broken: Path) -> None:
    """A machine on which bubblewrap stops to work starts no kernel, and says why."""
    with pytest.raises(KernelFailed, match="setting up uid map"), Session(lambda folder: None, 7, Limits()):
        pass


def test_weaker_walls_where_bubblewrap_does_not_work(broken: Path) -> None:
    """It is tried, and what it says is kept; so is what helps."""
    code = "from softmark.sandbox import tier; print(tier.tier(), tier.why_not_full(), tier.how_to_get_full(), sep='|')"
    told = [_printed(code, {}), _printed(code, {"PATH": "/nowhere"})]
    assert [line.split("|")[0] for line in told] == ["landlock"] * 2
    assert told[0].split("|")[1] == "bwrap: setting up uid map: Permission denied"
    assert "AppArmor" in told[0]
    assert "apt-get install bubblewrap" in told[1]


def test_one_killed_program_makes_no_walls_weaker(broken: Path, tmp_path: Path) -> None:
    """It is tried once more; somebody, or the system, may have killed what was tried."""
    real = shutil.which("bwrap", path=os.defpath)
    broken.write_text(f'#!/bin/sh\nmkdir {tmp_path}/once 2>/dev/null && kill -9 $$\nexec {real} "$@"\n')
    code = "from softmark.sandbox import tier; print(tier.tier(), tier.why_not_full(), sep='|')"
    assert _printed(code, {}).strip() == "full|"
    assert (tmp_path / "once").is_dir()


def _printed(code: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True).stdout
