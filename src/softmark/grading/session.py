"""Drive the kernel of one submission."""

from __future__ import annotations

import base64
import contextlib
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

import zmq
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_event_loop

from softmark.codec import decode, encode
from softmark.grading.channels import AT_ONCE, received, wait_until_ready
from softmark.grading.executed import Collector, Executed
from softmark.kernel.agent import CONVERSE
from softmark.model import Limits
from softmark.sandbox import keeper, usage
from softmark.sandbox.kernelspec import OneKernel, transport
from softmark.sandbox.places import new_folder

_POLL: Final = 0.2
_RECONNECT: Final = 5
"""Milliseconds between attempts to reach a kernel that is starting; the usual 100 are a third of what that takes."""
_EXCEEDED: Final = {
    keeper.MEMORY: "memory_bytes",
    keeper.PROCESSES: "processes",
    keeper.DISK: "disk_bytes",
    -signal.SIGXCPU: "cpu_seconds",
}
FITS: Final = encode({"op": "fits"})
"""Asks the agent for the training runs that it has recorded."""
FIXED: Final = {"TF_DETERMINISTIC_OPS": "1"}
"""Without it, a pipeline of data that draws numbers in parallel gives others in each run; and other rounding."""


class KernelFailed(Exception):
    """The kernel could not be started; nobody's answer is at fault."""


class KernelGone(Exception):
    """The kernel has died, or had to be killed."""


class Unanswered(Exception):
    """What answers in a kernel's place does not know this; the submission must be run."""


class Session:
    """A kernel, from start to end. Use as a context manager.

    Args:
        copy_files: fills the kernel's throw-away folder.
        seed: seed of the submission's random generators.
        limits: see :class:`softmark.model.Limits`.
        modules: what the notebook imports; see :func:`softmark.grading.imports.slow_imports`.
        alone: whether no other kernel ends when the process does that this one is forked from.

    Attributes:
        killed: whether a signal that was not ours has ended the kernel; whose it was, nobody can tell.
        exceeded: the field of the limits that it was ended for, if it was.
        overran: seconds after which it was interrupted, if it was ended because it went on.

    Raises:
        KernelFailed: on entering, when no kernel could be started.
    """

    def __init__(
        self,
        copy_files: Callable[[Path], None],
        seed: int,
        limits: Limits,
        modules: Sequence[str] = (),
        *,
        alone: bool = False,
    ) -> None:
        self.killed = False
        self.exceeded = ""
        self.overran = 0.0
        self._copy_files = copy_files
        self._modules = modules
        self._alone = alone
        self._seed = seed
        self._limits = limits
        self._client: Any = None
        self._manager: Any = None
        self._conversing: str | None = None
        self._dead = ""
        self._root = Path()
        self._log: Any = None

    def __enter__(self) -> Session:
        self._root = new_folder("kernel")
        try:
            self._start()
        except BaseException as error:
            told = self._end_of_log()
            self._alive()
            self.close()
            if isinstance(error, Exception):
                raise KernelFailed(f"the kernel did not start: {error}\n{told}".strip()) from error
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _start(self) -> None:
        home, work = self._root / "home", self._root / "work"
        for folder in (home / "temporary", work, self._root / "run"):
            folder.mkdir(parents=True)
        self._copy_files(work)
        self._manager = KernelManager(
            kernel_name="softmark",
            kernel_spec_manager=OneKernel(
                str(home),
                {"SOFTMARK_SEED": str(self._seed), **FIXED},
                self._modules,
                self._limits,
                alone=self._alone,
            ),
            connection_file=str(self._root / "kernel.json"),
            **transport(self._root),
        )
        self._manager.shutdown_wait_time = 1.0
        self._log = (self._root / "kernel.log").open("wb")
        self._manager.start_kernel(cwd=str(work), stdout=self._log, stderr=self._log)
        self._manager.context.setsockopt(zmq.RECONNECT_IVL, _RECONNECT)
        self._client = self._manager.client()
        self._client.start_channels(hb=False, control=False)
        wait_until_ready(self._client, self._alive, self._limits.start_seconds)

    def close(self) -> None:
        """End the kernel and remove its folder."""
        with contextlib.suppress(Exception):
            if self._client is not None:
                self._client.stop_channels()
        with contextlib.suppress(Exception):
            if self._manager is not None and self._manager.has_kernel:
                self._manager.shutdown_kernel(now=True)
        if self._log is not None:
            self._log.close()
        if threading.current_thread() is not threading.main_thread():
            # jupyter_client has opened one for this thread, and leaves it open; the next session gets another.
            ensure_event_loop().close()
        shutil.rmtree(self._root, ignore_errors=True)

    def _end_of_log(self) -> str:
        """What the kernel's process wrote past Python, at the end."""
        try:
            return (self._root / "kernel.log").read_bytes()[-2_000:].decode("utf-8", "replace")
        except OSError:
            return ""

    def processes(self) -> list[int]:
        """The numbers of the kernel's process and of all that it has started; on Linux."""
        pid = self._manager.provisioner.process.pid
        return [pid, *usage.descendants(pid)]

    @property
    def dead(self) -> str:
        """Why the kernel is gone; ``""`` while it lives."""
        return self._dead

    def run(self, code: str, seconds: float | None = None) -> Executed:
        """Run a cell.

        Args:
            code: its text.
            seconds: its time limit; the limits' own without.

        Raises:
            KernelGone: the kernel died, or ignored the interrupt and was killed.
        """
        self.hang_up()
        self._require_life()
        executed = Executed()
        limit = self._limits.cell_seconds if seconds is None else seconds
        message = self._client.execute(code, allow_stdin=False, stop_on_error=False)
        executed.request = message
        collector = Collector(executed, self._limits.output_bytes)
        idle = replied = False
        deadline = time.monotonic() + limit
        while not (idle and replied):
            for reply in self._shell_messages(message, wait=_POLL if idle else 0.0):
                replied = True
                content = reply["content"]
                executed.error = str(content.get("ename", ""))[:100] if content.get("status") == "error" else ""
                executed.ended = _asks_for_exit(content.get("payload"))
            idle = idle or self._drain(message, collector, wait=0.02 if replied else _POLL)
            if replied and idle:
                break
            if time.monotonic() > deadline:
                if replied:
                    break  # the cell is done; its last messages never came
                if executed.timed_out:
                    self._end_overrun(limit)
                executed.timed_out = True
                deadline = time.monotonic() + self._limits.interrupt_seconds
                self._manager.interrupt_kernel()
            if not replied and not self._alive():
                raise KernelGone(self._dead)
        if executed.ended:
            self._kill("was ended by quit()")  # it would go by itself, and answer until then, or not
        return executed

    def ask(self, message: bytes, seconds: float) -> bytes:
        """Pass a message of the judge's on to the agent, and return the agent's answer.

        Raises:
            KernelGone: the kernel died, or did not answer in ``seconds`` and ignored the interrupt.
            TimeoutError: the agent was interrupted because its time was up.
        """
        self._require_life()
        deadline = time.monotonic() + seconds
        if self._conversing is None:
            self._conversing = self._client.execute(CONVERSE, silent=True, allow_stdin=True, stop_on_error=False)
            self._next_prompt(deadline, seconds)
        self._client.input(base64.b64encode(message).decode("ascii"))
        return self._next_prompt(deadline, seconds)

    def hang_up(self) -> None:
        """End the conversation with the agent, so that cells can run again."""
        if self._conversing is None or self._dead:
            return
        message, self._conversing = self._conversing, None
        self._client.input("")
        deadline = time.monotonic() + self._limits.start_seconds  # a busy machine is nobody's fault
        while time.monotonic() < deadline:
            if any(True for _ in self._shell_messages(message)):
                self._drain(message, Collector(Executed(), 0), wait=0.0)
                return
            if received(self._client.get_stdin_msg, 0) is not None:
                self._client.input("")  # it had called back a judge that has ended, and asks for more
            time.sleep(0.002)
        self._kill("did not let go of a conversation")

    def fits(self) -> object:
        """What the recorder has seen so far; ``[]`` if nothing can be had."""
        try:
            return fits_in(self.ask(FITS, self._limits.start_seconds))
        except (KernelGone, TimeoutError):
            return []

    def _next_prompt(self, deadline: float, seconds: float) -> bytes:
        interrupted = False
        while True:
            prompt = received(self._client.get_stdin_msg, _POLL)
            if prompt is not None and prompt["parent_header"].get("msg_id") != self._conversing:
                prompt = None
            if prompt is not None and interrupted:
                raise TimeoutError
            if prompt is not None:
                return self._answer_in(prompt["content"].get("prompt"))
            self._drain("", Collector(Executed(), 0), wait=0.0)
            if not self._alive():
                raise KernelGone(self._dead)
            if any(True for _ in self._shell_messages(self._conversing or "")):
                self._conversing = None  # the agent itself was broken off
                raise TimeoutError
            if time.monotonic() > deadline:
                if interrupted:
                    self._end_overrun(seconds)
                interrupted = True
                deadline = time.monotonic() + self._limits.interrupt_seconds
                self._manager.interrupt_kernel()

    def _answer_in(self, text: object) -> bytes:
        if not isinstance(text, str):
            return encode({"refused": "the answer is no message"})
        if len(text) > self._limits.message_bytes * 4 // 3 + 8:
            return encode({"refused": "the answer is too large"})
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            return encode({"refused": "the answer is no message"})

    def _shell_messages(self, message: str, *, wait: float = 0.0) -> Iterator[dict[str, Any]]:
        for place in range(AT_ONCE):
            reply = received(self._client.get_shell_msg, 0.0 if place else wait)
            if reply is None:
                return
            if reply["parent_header"].get("msg_id") == message and reply["msg_type"] == "execute_reply":
                yield reply

    def _drain(self, message: str, collector: Collector, *, wait: float) -> bool:
        """Take what the kernel has published; whether it says that it is done with ``message``."""
        timeout = wait
        for _ in range(AT_ONCE):
            published = received(self._client.get_iopub_msg, timeout)
            if published is None:
                return False
            timeout = 0
            if published["parent_header"].get("msg_id") != message:
                continue
            if published["msg_type"] == "status" and published["content"].get("execution_state") == "idle":
                return True
            collector.add(published)
        return False

    def _alive(self) -> bool:
        """Whether the kernel lives; if it does not, and we have not ended it, note what became of it."""
        process = self._manager.provisioner.process if self._manager and self._manager.provisioner else None
        status = process.poll() if process is not None else 0
        if status is not None and not self._dead:
            self.exceeded = _EXCEEDED.get(status, "")
            self._dead = f"used too much: {self.exceeded}" if self.exceeded else "died"
            self.killed = status < 0 and not self.exceeded
        return status is None

    def _end_overrun(self, seconds: float) -> NoReturn:
        self.overran = seconds
        self._kill("did not react when it was interrupted")
        raise KernelGone(self._dead)

    def _kill(self, why: str) -> None:
        self._dead = why
        with contextlib.suppress(Exception):
            self._manager.shutdown_kernel(now=True)

    def _require_life(self) -> None:
        if self._dead:
            raise KernelGone(self._dead)


def fits_in(answer: bytes) -> object:
    """The training runs that an agent's answer tells of; ``[]`` if it is no sensible answer."""
    try:
        told = decode(answer)
    except ValueError:
        return []
    return told.get("value") if isinstance(told, dict) else []


def _asks_for_exit(payload: object) -> bool:
    """Whether a cell's reply says that ``quit()`` or ``exit()`` was called in it."""
    asked = payload if isinstance(payload, list) else []
    return any(isinstance(part, dict) and part.get("source") == "ask_exit" for part in asked)
