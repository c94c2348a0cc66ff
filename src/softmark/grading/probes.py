"""Attacks on this machine's own files and processes, run as a submission would run them: what do its walls stop?"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from softmark.grading.session import KernelGone, Session
from softmark.messages import _
from softmark.model import Limits
from softmark.sandbox.tier import Tier, tier

_MEMORY: Final = 512 << 20
# Each is to raise an OSError. `secret` is a file of the user's, `service` a socket, `other` a process of the user's.
_ATTACKS: Final = {
    "read": "open(secret).read()",
    "write": "open(secret, 'a').write('x')",
    "list": "os.listdir(os.path.dirname(secret))",
    "internet": "socket.socket(socket.AF_INET)",
    "service": "socket.socket(socket.AF_UNIX).connect(service)",
    "signal": "os.kill(other, 0)",
    "environment": "open(f'/proc/{other}/environ').read()",
}
# Only a box stops these.
_LOOKS: Final = {"file": "os.stat(secret)", "process": "os.stat(f'/proc/{other}')"}
_STAGE: Final = """
import json, os, socket
secret, service, other = {given!r}
found = {{}}
for name, attack in {attacks!r}.items():
    try:
        exec(attack)
        found[name] = False
    except OSError:
        found[name] = True
if os.fork() == 0:
    os.setsid()
    import time
    time.sleep(60)
    os._exit(0)
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Probe:
    """One attack, and whether it was stopped."""

    what: str
    stopped: bool


def probe() -> list[Probe]:
    """Attack what these walls are to protect; takes a few seconds.

    Raises:
        KernelFailed: no kernel could be started.
    """
    attacks = _ATTACKS if tier() is Tier.LANDLOCK else _ATTACKS | _LOOKS
    with tempfile.TemporaryDirectory(prefix="softmark-probe-") as folder, _victim() as other:
        secret = Path(folder, "secret")
        secret.write_text("secret")
        with socket.socket(socket.AF_UNIX) as service:
            service.bind(str(Path(folder, "service")))
            service.listen()
            given = (str(secret), str(Path(folder, "service")), other.pid)
            with Session(lambda place: None, 0, Limits()) as session:
                (output,) = session.run(_STAGE.format(given=given, attacks=attacks)).outputs
                kernel = session.processes()
    stopped = json.loads(output["text"])
    stopped["left behind"] = _all_ended(kernel)
    stopped["memory"] = _memory_is_bounded()
    words = _words()
    return [Probe(words[name], stopped[name]) for name in words if name in stopped]


def _words() -> dict[str, str]:
    return {
        "read": _("reading a file of yours"),
        "write": _("changing a file of yours"),
        "list": _("listing a folder of yours"),
        "internet": _("using the network"),
        "service": _("talking to a service on this machine"),
        "signal": _("sending signals to your processes"),
        "environment": _("reading the environment of your processes"),
        "file": _("asking whether a file of yours is there"),
        "process": _("asking whether a process of yours is there"),
        "left behind": _("leaving a process behind"),
        "memory": _("using more memory than it may"),
    }


@contextlib.contextmanager
def _victim() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def _all_ended(processes: list[int]) -> bool:
    until = time.monotonic() + 5
    while alive := [pid for pid in processes if Path(f"/proc/{pid}").exists()]:
        if time.monotonic() > until:
            for pid in alive:
                with contextlib.suppress(OSError):
                    os.kill(pid, 9)
            return False
        time.sleep(0.05)
    return True


def _memory_is_bounded() -> bool:
    with Session(lambda place: None, 0, replace(Limits(), memory_bytes=_MEMORY)) as session:
        try:
            session.run(f"kept = bytearray(b'1') * {_MEMORY * 5 // 4}\nimport time\ntime.sleep(2)")
        except KernelGone:
            return session.exceeded == "memory_bytes"
    return False
