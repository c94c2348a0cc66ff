"""Drive the judge's process of one notebook."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from softmark.codec import WireLimits, decode, encode
from softmark.grading.session import KernelFailed
from softmark.model import Limits
from softmark.sandbox.forked import Forked, readable
from softmark.sandbox.throwaway import kernel_environment
from softmark.sandbox.tier import walls
from softmark.sandbox.warm import NotWarm, fork

_FRAME: Final = 256 << 20
_LIMITS: Final = WireLimits(bytes=_FRAME)
_GRACE: Final = 5.0


class JudgeDied(Exception):
    """The judge's process ended, or had to be ended, in the middle of a check."""


class JudgeStuck(JudgeDied):
    """It had to be ended because the time was up."""


class JudgeProcess:
    """A judge, from start to end. Use as a context manager.

    Args:
        cells: the code cells of the instructor's notebook, as plain mappings.
        hidden: the folder with hidden data.
        work: a folder for the judge to work in; it holds the data that students are given.
        ask: passes a message on to the submission's kernel and returns its answer.
        modules: what the notebook imports; see :func:`softmark.grading.imports.slow_imports`.
        limits: of memory, disk and processes; the standard ones without.
    """

    def __init__(
        self,
        cells: Sequence[Mapping[str, object]],
        hidden: Path,
        work: Path,
        ask: Callable[[bytes], bytes],
        modules: Sequence[str] = (),
        limits: Limits | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._modules = modules
        self._hidden = hidden
        self._job = {"cells": [dict(cell) for cell in cells], "hidden": str(hidden)}
        self._work = work
        self._ask = ask
        self._process: subprocess.Popen[bytes] | Forked | None = None
        self._done: list[tuple[int, Sequence[str]]] = []
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)

    def __enter__(self) -> JudgeProcess:
        self._start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
        self._log.close()

    def _start(self) -> None:
        home = self._work / ".home"
        (home / "temporary").mkdir(parents=True, exist_ok=True)
        environment = kernel_environment(str(home), MappingProxyType({"MPLBACKEND": "Agg"}))
        around = walls((self._hidden,), (self._work,), self._limits)
        try:
            log = self._log.fileno()
            self._process = fork("judge", self._modules, (), self._work, environment, log=log, piped=True, walls=around)
        except NotWarm as refusal:
            if around is not None:
                raise KernelFailed(f"no judge could be started: {refusal}") from refusal
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "softmark.judge"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                stderr=self._log,
                cwd=self._work,
                env=environment,
                start_new_session=True,
            )
        self._send(self._job)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        if isinstance(process, subprocess.Popen):
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        process.wait()

    def check(self, index: int, operators: Sequence[str], begin: Callable[[bool], float]) -> dict[str, Any]:
        """Have the checks of one graded cell run; once more if the judge's process ended.

        Where a process ended, the next one runs the cells that were done before, for the names that they bind: what
        comes of them this time is dropped.

        Args:
            index: position among the cells of the job.
            operators: operators of the submission's own classes that the reference needs, too.
            begin: starts the budgets of one cell's checks, and says how many seconds these may take; what the
                submission takes to answer counts. It hears whether they run for another time.

        Returns:
            See :meth:`softmark.judge.worker.Judge.check`; ``{"late": True}`` if the time was up between two tests.
            ``"again"`` says how the first process ended, if these are the words of a second one.

        Raises:
            JudgeDied: the process ended twice, or ran out of time.
        """
        again = ""
        while True:
            try:
                if self._process is None:
                    self._start()
                    for done in self._done:
                        self._check_once(*done, begin(True))
                answer = self._check_once(index, operators, begin(bool(again)))
            except JudgeDied as died:
                if again or isinstance(died, JudgeStuck):
                    raise
                again = str(died)
                continue
            if not answer.get("late"):
                self._done.append((index, operators))
            return {**answer, "again": again}

    def _check_once(self, index: int, operators: Sequence[str], seconds: float) -> dict[str, Any]:
        if seconds <= 0:
            self.close()
            raise JudgeStuck("no time is left")
        deadline = time.monotonic() + seconds
        self._send({"index": index, "operators": list(operators)})
        warned = False
        while True:
            message = self._receive(deadline)
            if message is None:
                if warned:
                    self.close()
                    raise JudgeStuck("the check did not end when its time was up")
                warned = True
                deadline = time.monotonic() + _GRACE
                self._signal()
                continue
            if "done" in message:
                return dict(message["done"])
            self._send({"answer": self._ask(message["ask"]), "number": message["number"]})
            deadline = max(deadline, time.monotonic() + _GRACE)  # a late answer is the submission's fault

    @property
    def log(self) -> str:
        """The end of what the process wrote to its standard error."""
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 4_000))
        return self._log.read().decode("utf-8", "replace")

    def _signal(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGUSR1)

    def _send(self, message: dict[str, Any]) -> None:
        data = encode(message, limits=_LIMITS)
        stream = self._process.stdin if self._process is not None else None
        try:
            if stream is None:
                raise BrokenPipeError
            stream.write(struct.pack(">I", len(data)) + data)
            stream.flush()
        except OSError:
            self.close()
            raise JudgeDied(f"the judge's process ended: {self.log}") from None

    def _receive(self, deadline: float) -> dict[str, Any] | None:
        """The next message; ``None`` when the deadline has passed."""
        head = self._read(4, deadline)
        if head is None:
            return None
        size = struct.unpack(">I", head)[0]
        body = self._read(size, time.monotonic() + _GRACE * 6) if size <= _FRAME else None
        if body is None:
            self.close()
            raise JudgeDied("the judge sent half a message")
        message = decode(body, limits=_LIMITS)
        return message if isinstance(message, dict) else {}

    def _read(self, size: int, deadline: float) -> bytes | None:
        stream = self._process.stdout if self._process is not None else None
        if stream is None:
            raise JudgeDied("the judge's process has ended")
        data = b""
        while len(data) < size:
            if not readable(stream.fileno(), max(0.0, deadline - time.monotonic())):
                return None
            part = os.read(stream.fileno(), min(size - len(data), 1 << 20))
            if not part:
                self.close()
                raise JudgeDied(f"the judge's process ended: {self.log}")
            data += part
        return data
