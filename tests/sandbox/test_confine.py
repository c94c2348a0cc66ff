"""Walls that a process puts around itself, tried by what they are to stop: without them each attack succeeds."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from softmark.sandbox import landlock
from softmark.sandbox.tier import Tier, strongest, why_not_full

pytestmark = pytest.mark.skipif(landlock.version() < landlock.NEEDED, reason="needs Landlock (Linux 6.2)")

# Runs in a process of its own: puts up walls (or none), then runs an attack, which prints "got it" if it works.
STAGE = """
import ctypes, errno, os, resource, shutil, signal, socket, subprocess, sys, tempfile
from pathlib import Path
from softmark.sandbox import syscalls
from softmark.sandbox.confine import Walls
from softmark.sandbox.keeper import keep
walls, user, mine, theirs, victim = sys.argv[1:6]
mine, theirs, victim = Path(mine), Path(theirs), int(victim)
user = int(user) if user else None
python = {str(Path(p)) for p in [sys.prefix, sys.base_prefix] + sys.path if p}
readable = ("/usr", "/lib", "/lib64", "/bin", "/etc/passwd", "/dev/urandom", "/proc/self", *python)
os.chdir(mine)
if walls:
    bounds = {"memory_bytes": 1 << 30, "disk_bytes": 1 << 30, "file_bytes": 1 << 20, "processes": 99, "cpu_seconds": 99}
    bubblewrap = shutil.which("bwrap") if walls == "full" else None
    keep(Walls(readable, (str(mine), "/dev/null"), user, **bounds, bubblewrap=bubblewrap))
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *arguments):
    number = syscalls.number(name, syscalls.machine())
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
try:
    exec(sys.stdin.read())
except OSError as error:
    print("refused", errno.errorcode.get(error.errno))
"""
ATTACKS = {
    "read": "print('got it', (theirs / 'key').read_text())",
    "read through a link": "os.symlink(theirs / 'key', 'link'); print('got it', Path('link').read_text())",
    "read through a hard link": "os.link(theirs / 'key', 'link'); print('got it', Path('link').read_text())",
    "list": "print('got it', os.listdir(theirs))",
    "write": "(theirs / 'new').write_text('x'); print('got it')",
    "append": "open(theirs / 'key', 'a').write('x'); print('got it')",
    "truncate": "os.truncate(theirs / 'key', 0); print('got it')",
    "remove": "os.remove(theirs / 'key'); print('got it')",
    "move": "os.rename(theirs / 'key', 'mine'); print('got it')",
    "read in a child": "subprocess.run(['grep', '-h', '--', '42', str(theirs / 'key')]).returncode or print('got it')",
    "make readable": "os.chmod(theirs / 'key', 0o640); (theirs / 'key').stat().st_mode & 0o40 and print('got it')",
    "environment of another": "print('got it', open(f'/proc/{victim}/environ').read())",
    "memory of another": "open(f'/proc/{victim}/mem', 'rb'); print('got it')",
    "end another": "os.kill(victim, signal.SIGKILL); print('got it')",
    "stop another": "os.kill(victim, signal.SIGSTOP); print('got it')",
    "limits of another": "resource.prlimit(victim, resource.RLIMIT_NOFILE, (8, 8)); print('got it')",
    "priority of another": "os.setpriority(os.PRIO_PROCESS, victim, 19); print('got it')",
    "internet": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM); print('got it')",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW); print('got it')",
    "socket of a service": "socket.socket(socket.AF_UNIX).connect(str(theirs / 'service')); print('got it')",
    "socket of a service without a file": "socket.socket(socket.AF_UNIX).connect(f'\\0{theirs}'); print('got it')",
    "datagram to a service": "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); "
    "a.sendto(b'x', str(theirs / 'log')); print('got it')",
    "memory that stays": "print('got it', call('shmget', 0, 4096, 0o1600))",
    "memory out of sight": "print('got it', os.memfd_create('x'))",
    "namespaces": "call('unshare', 0x10000000); print('got it')",
    "settings of the kernel": "open('/proc/sys/kernel/core_pattern', 'a'); print('got it')",
    "large file": "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); os.write(os.open('big', os.O_CREAT | os.O_WRONLY), "
    "bytes(2 << 20)) == 2 << 20 and print('got it')",
}
# Some systems refuse these to everybody.
REFUSED_ANYWAY = {"memory of another", "namespaces", "settings of the kernel"}
# What only a box stops.
LOOKS = {
    "size of a file": "print('got it', (theirs / 'key').stat().st_size)",
    "name of a file": "(theirs / 'key').exists() and print('got it')",
    "another process": "print('got it', os.stat(f'/proc/{victim}').st_uid)",
    "sockets of services": "str(theirs) in open('/proc/self/net/unix').read() and print('got it')",
    "name of the machine": "socket.gethostname() == 'softmark' or print('got it')",
}
HONEST = """
import json, threading, zipfile, shutil
Path('a.txt').write_text('x'); shutil.copy('a.txt', 'b.txt'); os.rename('b.txt', 'c.txt')
os.makedirs('d/e'); shutil.move('c.txt', 'd/e/c.txt'); shutil.rmtree('d')
with tempfile.TemporaryDirectory(dir='.') as folder: Path(folder, 'x').write_text('y')
t = threading.Thread(target=print, args=('thread',)); t.start(); t.join()
print(subprocess.run([sys.executable, '-c', 'print(6 * 7)'], capture_output=True, text=True).stdout.strip())
a, b = socket.socketpair(); a.send(b'z'); print(b.recv(1))
os.kill(os.getpid(), 0); print(len(os.urandom(4)), os.nice(0) >= 0)
open('/dev/null', 'w').write('gone')
"""


@pytest.fixture
def victim() -> Iterator[int]:
    """A process of the user's that the attacker would like to reach."""
    with subprocess.Popen([sys.executable, "-c", "print(flush=True); input()"], stdin=-1, stdout=-1) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.kill()


def _play(tmp_path: Path, victim: int, code: str, *, walls: str, user: str = "") -> subprocess.CompletedProcess[str]:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for folder in (mine, theirs):
        folder.mkdir()
    (theirs / "key").write_text("42")
    (theirs / "key").chmod(0o600)
    if user:
        os.chown(mine, int(user), int(user))
    with (
        socket.socket(socket.AF_UNIX) as service,
        socket.socket(socket.AF_UNIX) as nameless,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log,
    ):
        os.chdir(theirs)
        nameless.bind(f"\0{theirs}")
        nameless.listen()
        service.bind("service")
        service.listen()
        log.bind("log")
        return subprocess.run(
            [sys.executable, "-c", STAGE, walls, user, str(mine), str(theirs), str(victim)],
            input=textwrap.dedent(code),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


USERS = ["", "2000000001"] if os.geteuid() == 0 else [""]


@pytest.mark.parametrize("user", USERS, ids=lambda user: "another" if user else "same")
@pytest.mark.parametrize("attack", ATTACKS)
def test_walls_stop_it(
    tmp_path: Path, victim: int, attack: str, user: str, walls: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack is refused, and the process ends as it would."""
    monkeypatch.chdir(tmp_path)
    run = _play(tmp_path, victim, ATTACKS[attack], walls=walls, user=user)
    assert "got it" not in run.stdout, run
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "theirs" / "key").read_text() == "42"


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_works_without_walls(tmp_path: Path, victim: int, attack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    monkeypatch.chdir(tmp_path)
    run = _play(tmp_path, victim, ATTACKS[attack], walls="")
    if attack in REFUSED_ANYWAY and "refused" in run.stdout:
        pytest.skip("this system refuses it without walls, too")
    assert "got it" in run.stdout, run


@pytest.mark.parametrize("user", USERS, ids=lambda user: "another" if user else "same")
@pytest.mark.parametrize("look", LOOKS)
def test_only_a_box_stops_it(
    tmp_path: Path, victim: int, look: str, user: str, walls: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/security.md says so of the other walls."""
    monkeypatch.chdir(tmp_path)
    run = _play(tmp_path, victim, LOOKS[look], walls=walls, user=user)
    assert ("got it" in run.stdout) == (walls is Tier.LANDLOCK), run
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("user", USERS, ids=lambda user: "another" if user else "same")
def test_honest_work_goes_on(
    tmp_path: Path, victim: int, user: str, walls: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files, folders, threads, programs, pipes: what notebooks use."""
    monkeypatch.chdir(tmp_path)
    run = _play(tmp_path, victim, HONEST, walls=walls, user=user)
    assert run.stdout.splitlines() == ["thread", "42", "b'z'", "4 True"], run
    assert run.stderr == ""


def test_box_is_had_where_bubblewrap_works() -> None:
    """A box of ours that cannot be built would leave out its tests, and take the walls `full` from everybody."""
    alone = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    if shutil.which("bwrap") is None or subprocess.run(alone, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs bubblewrap, and namespaces")
    assert why_not_full() == ""
    assert strongest() is Tier.FULL


FILTER = """
import os, signal, sys
from softmark.sandbox import seccomp
seccomp.install(seccomp.rules(own_files=False, own_processes=sys.argv[1] == "own", own_sockets=False))
os.kill(os.getpid(), 0)
for use in (lambda: os.kill(int(sys.argv[2]), 0), lambda: os.killpg(int(sys.argv[2]), 0)):
    try:
        use()
        print("reached")
    except PermissionError:
        print("refused")
    except ProcessLookupError:
        print("reached")
"""


@pytest.mark.parametrize(("reach", "told"), [("own", "reached"), ("others", "refused")])
def test_filter_alone_stops_signals(victim: int, reach: str, told: str) -> None:
    """Where Landlock does not (before Linux 6.12), a process can signal nobody but itself."""
    run = subprocess.run([sys.executable, "-c", FILTER, reach, str(victim)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [told] * 2
