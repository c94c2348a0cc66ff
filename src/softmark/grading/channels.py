"""Messages of a kernel that a submission runs in, and may send what it likes."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any, Final

from softmark.kernel.agent import CONVERSE

AT_ONCE: Final = 500
"""Messages that are read before the clock is looked at again: a kernel may send faster than anybody reads."""
_LOOK: Final = 0.1
_UNHEARD: Final = 0.05
"""Seconds after which a message counts as dropped."""


def wait_until_ready(client: Any, alive: Callable[[], bool], seconds: float) -> None:
    """Wait until a kernel answers, what it publishes is heard, and its prompts come.

    A kernel drops what it sends over a channel that does not stand yet. jupyter_client's ``wait_for_ready`` listens for
    another 0.2 seconds, and leaves the prompts to luck.

    Args:
        client: a client of jupyter_client's, its channels started.
        alive: whether the kernel's process lives.
        seconds: how long it may take.

    Raises:
        RuntimeError: the process has ended, or the time is up.
    """
    deadline = time.monotonic() + seconds

    def answered(asked: str, get: Callable[..., Any], patience: float) -> bool:
        until = min(deadline, time.monotonic() + patience)
        while (left := until - time.monotonic()) > 0:
            message = received(get, min(_LOOK, left))
            if message is not None and message["parent_header"].get("msg_id") == asked:
                return True
            if message is None and not alive():
                raise RuntimeError("its process has ended")
        return False

    heard = False
    while not heard and time.monotonic() < deadline:
        asked = client.kernel_info()
        heard = answered(asked, client.get_shell_msg, seconds) and answered(asked, client.get_iopub_msg, _UNHEARD)
    asked = client.execute(CONVERSE, silent=True, allow_stdin=True, stop_on_error=False)
    while time.monotonic() < deadline:
        answered(asked, client.get_stdin_msg, _UNHEARD)
        client.input("")  # the conversation's end; where its prompt was dropped, this makes the channel
        if answered(asked, client.get_shell_msg, _UNHEARD):
            return
    raise RuntimeError(f"it did not answer in {seconds:g} seconds")


def received(get: Callable[..., Any], timeout: float) -> dict[str, Any] | None:
    """The next message of a channel; ``None`` if none comes in time.

    The kernel signs whatever a submission has it send: what is no message at all, or has no fields, is left out.
    """
    for _ in range(AT_ONCE):
        try:
            message = get(timeout=timeout)
        except queue.Empty:
            return None
        except Exception:  # noqa: S112  (a wrong signature, half a message, no JSON: from whom, the caller knows)
            continue
        if all(isinstance(message.get(part), dict) for part in ("content", "parent_header")):
            return dict(message)
    return None
