"""Start kernels and judges as forks of a process that has imported what they need."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from softmark.sandbox.confine import Walls
from softmark.sandbox.forked import Forked
from softmark.sandbox.places import new_folder
from softmark.sandbox.throwaway import kernel_environment
from softmark.sandbox.warm_parent import PACKET

_PATIENCE: Final = 120.0
_PARENTS: Final = 6


class NotWarm(Exception):
    """No process could be forked; a fresh one can still be started."""


class CannotFork(NotWarm):
    """Nor would another attempt do better."""


class WarmParent:
    """A process that forks; see :mod:`softmark.sandbox.warm_parent`.

    Args:
        role: ``"kernel"`` or ``"judge"``.
        modules: what it imports.

    Raises:
        NotWarm: it did not start.
        CannotFork: what it imports leaves it unable to fork safely.
    """

    def __init__(self, role: str, modules: Sequence[str]) -> None:
        self.children = 0
        self._lock = threading.Lock()
        self._home = str(new_folder("warm"))
        backend = {"MPLBACKEND": "Agg"} if role == "judge" else {}
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_PATIENCE)
        with theirs:
            number = str(theirs.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "softmark.sandbox.warm_parent", role, number, *modules],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=self._home,
                env=kernel_environment(self._home, backend),
                start_new_session=True,
                pass_fds=[theirs.fileno()],
            )
        try:
            refusal = self._answer()["refusal"]
        except NotWarm:
            self.close()
            raise
        if refusal:
            self.close()
            raise CannotFork(refusal)

    @property
    def alive(self) -> bool:
        """Whether it can fork."""
        return self._process.poll() is None

    def fork(
        self,
        arguments: Sequence[str],
        folder: str,
        environment: Mapping[str, str],
        streams: tuple[int, int, int],
        walls: Walls | None,
    ) -> tuple[int, int]:
        """Fork; its number and a descriptor of it.

        Args:
            arguments: what it finds in ``sys.argv[1:]``.
            folder: where it works.
            environment: all of its environment.
            streams: descriptors that become its standard input, output and error.
            walls: what it may use; ``None``: no walls.

        Raises:
            NotWarm: it did not work.
        """
        request: dict[str, object] = {"arguments": list(arguments), "folder": folder, "environment": dict(environment)}
        request["walls"] = None if walls is None else asdict(walls)
        data = json.dumps(request).encode()
        if len(data) > PACKET:
            raise NotWarm("the environment is too large")
        with self._lock:
            try:
                socket.send_fds(self._control, [data], list(streams))
                answer, descriptors, _flags, _address = socket.recv_fds(self._control, PACKET, 1)
            except OSError as error:
                raise NotWarm(str(error)) from error
            if not answer or not descriptors:
                raise NotWarm("it has ended")
            self.children += 1
        return int(json.loads(answer)["pid"]), descriptors[0]

    def reap(self, pid: int) -> int:
        """The exit status of a child that has ended."""
        with self._lock:
            self.children -= 1
            try:
                self._control.send(json.dumps({"reap": pid}).encode())
                return int(self._answer()["status"])
            except (OSError, NotWarm):
                return -signal.SIGKILL  # it has gone, and its children with it

    def close(self) -> None:
        """End it."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _answer(self) -> dict[str, Any]:
        try:
            answer = self._control.recv(PACKET)
        except OSError as error:
            raise NotWarm(str(error)) from error
        if not answer:
            raise NotWarm("it has ended")
        return dict(json.loads(answer))


class _Parents:
    """The parents of this grader, each started when it is first needed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...]], WarmParent] = {}
        self._vain: dict[tuple[str, tuple[str, ...]], CannotFork] = {}
        self._locks: dict[tuple[str, tuple[str, ...]], threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, role: str, modules: Sequence[str]) -> WarmParent:
        """A parent for this role that has imported these modules; ends idle ones if there are many."""
        with self._lock:
            fitting = (key for key, parent in self._known.items() if key[0] == role and set(modules) <= set(key[1]))
            key = next((key for key in fitting if self._known[key].alive), (role, tuple(modules)))
            mine = self._locks.setdefault(key, threading.Lock())
        with mine:  # others may be started at the same time
            found = self._known.get(key)
            if found is not None and not found.alive:
                found.close()
                found = None
            if found is None:
                found = self.start(*key)
            with self._lock:
                self._known.pop(key, None)
                self._known[key] = found  # the last is the one used last
                for old in list(self._known)[: max(0, len(self._known) - _PARENTS)]:
                    if self._known[old].children == 0:
                        self._known.pop(old).close()
        return found

    def start(self, role: str, modules: tuple[str, ...]) -> WarmParent:
        """A new parent, which nobody else is given."""
        key = role, modules
        if key in self._vain:
            raise NotWarm(str(self._vain[key]))
        try:
            return WarmParent(role, modules)
        except CannotFork as refusal:
            self._vain[key] = refusal
            raise

    def close(self) -> None:
        """End them all."""
        with self._lock:
            while self._known:
                self._known.popitem()[1].close()


_PARENTS_OF_THIS_PROCESS: Final = _Parents()
atexit.register(_PARENTS_OF_THIS_PROCESS.close)


def end_all() -> None:
    """End the parents of this process, and with them all that they have forked."""
    _PARENTS_OF_THIS_PROCESS.close()


def can_fork() -> bool:
    """Whether this system has what a warm start needs (Linux)."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and Path("/proc/self/task").is_dir()


def warm_up(modules: Sequence[str]) -> None:
    """Have the parents of kernels and of judges import, both at once, if they have not yet."""
    if can_fork():
        with ThreadPoolExecutor(2) as executor:
            for role in ("kernel", "judge"):
                executor.submit(_PARENTS_OF_THIS_PROCESS.get, role, modules)


def fork(
    role: str,
    modules: Sequence[str],
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    log: int,
    piped: bool,
    walls: Walls | None,
    alone: bool = False,
) -> Forked:
    """Start a kernel or a judge as a fork.

    Args:
        role: ``"kernel"`` or ``"judge"``.
        modules: what its parent has imported.
        arguments: its command line.
        folder: where it works.
        environment: all of its environment.
        log: descriptor that takes its standard error, and its standard output if that is not piped.
        piped: whether its standard input and output are pipes.
        walls: what it may use; ``None``: no walls.
        alone: whether its parent forks nobody else, and ends with it.

    Raises:
        NotWarm: it did not work; a fresh process can be started in its place, but it has no walls.
    """
    if not can_fork():
        raise NotWarm("this system can't")
    try:
        return _fork(role, modules, arguments, folder, environment, log, piped, walls, alone)
    except NotWarm:
        if walls is None or not modules:
            raise
        return _fork(role, (), arguments, folder, environment, log, piped, walls, True)


def _fork(
    role: str,
    modules: Sequence[str],
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: int,
    piped: bool,
    walls: Walls | None,
    alone: bool,
) -> Forked:
    parents = _PARENTS_OF_THIS_PROCESS
    parent = parents.start(role, tuple(modules)) if alone else parents.get(role, modules)
    with contextlib.ExitStack() as theirs:
        ours: list[IO[bytes]] = []
        if piped:
            first, write = os.pipe()
            read, second = os.pipe()
            ours += [os.fdopen(write, "wb", buffering=0), os.fdopen(read, "rb", buffering=0)]
            theirs.callback(os.close, second)
        else:
            first, second = os.open(os.devnull, os.O_RDONLY), log
        theirs.callback(os.close, first)
        try:
            pid, descriptor = parent.fork(arguments, str(folder), environment, (first, second, log), walls)
        except NotWarm:
            for stream in ours:
                stream.close()
            if alone:
                parent.close()
            raise
    stdin, stdout = ours or (None, None)
    return Forked(parent, pid, descriptor, stdin, stdout, alone=alone, kept=walls is not None)
