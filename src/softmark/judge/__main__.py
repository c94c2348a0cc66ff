"""The judge's process: ``python -m softmark.judge``, talking to the grader over its standard streams.

Frames are four bytes of length and a message of the codec. The first is the job; then each request names a graded
cell, and until the answer comes the judge may send messages for the submission's kernel.
"""

from __future__ import annotations

import importlib
import os
import signal
import struct
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, BinaryIO

from softmark.codec import WireLimits, decode, encode

if TYPE_CHECKING:
    from softmark.judge.worker import Judge

_JOB = WireLimits(bytes=256 << 20)


class OutOfTime(BaseException):
    """The grader says that the checks of this cell have used up their time."""


class Pipe:
    """Frames over a pair of byte streams."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self._reader = reader
        self._writer = writer
        self._asked = 0

    def send(self, message: dict[str, object]) -> None:
        """Write one message."""
        data = encode(message, limits=_JOB)
        self._writer.write(struct.pack(">I", len(data)) + data)
        self._writer.flush()

    def receive(self) -> dict[str, Any] | None:
        """Read one message; ``None`` when the grader has hung up."""
        head = self._reader.read(4)
        if len(head) < 4:
            return None
        message = decode(self._reader.read(struct.unpack(">I", head)[0]), limits=_JOB)
        return message if isinstance(message, dict) else None

    def exchange(self, payload: bytes) -> bytes:
        """Have the grader pass a message to the submission's kernel."""
        self._asked += 1
        number = self._asked  # a check that was broken off may have left an answer in the pipe
        self.send({"ask": payload, "number": number})
        while True:
            answer = self.receive()
            if answer is None:
                raise SystemExit(0)
            if answer.get("number") == number:
                return bytes(answer["answer"])


def prepare() -> None:
    """In a process that will only be forked, once it has imported what notebooks do: what each judge would do first."""
    from softmark.testing import run_plain

    importlib.import_module("softmark.judge.worker")
    importlib.import_module("softmark.judge.redacting").vocabulary()
    if "keras" in sys.modules:
        for part in ("_assemble", "_predict", "_read_model", "_restore"):
            importlib.import_module(f"softmark.judge.keras_build.{part}")
    # For a first check, pytest imports its plugins; for a first one that fails, inspect looks for all modules' files.
    run_plain("assert False", {}, "<no cell>")


def main() -> None:
    """Serve one notebook's graded cells."""
    # The streams carry frames: whatever prints goes elsewhere.
    pipe = Pipe(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    job = pipe.receive()
    if job is None:
        return
    from softmark.judge.worker import Judge, cells_from
    from softmark.testing import in_one_pytest

    judge = Judge(cells_from(job["cells"]), Path(job["hidden"]), pipe.exchange)
    in_one_pytest(partial(_serve, pipe, judge))
    sys.stdout.flush()


def _serve(pipe: Pipe, judge: Judge) -> None:
    while (request := pipe.receive()) is not None:
        if "index" not in request:
            continue
        try:
            signal.signal(signal.SIGUSR1, _out_of_time)
            answer = judge.check(request["index"], frozenset(request["operators"]))
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # the grader may have run out of patience just now
        except OutOfTime:
            signal.signal(signal.SIGUSR1, signal.SIG_IGN)
            answer = {"late": True}
        pipe.send({"done": answer})


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


if __name__ == "__main__":
    main()
