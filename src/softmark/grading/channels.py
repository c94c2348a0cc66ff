"""Messages of a kernel that a submission runs in, and may send what it likes."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any, Final

AT_ONCE: Final = 500
"""Messages that are read before the clock is looked at again: a kernel may send faster than anybody reads."""
_LOOK: Final = 0.1
_UNHEARD: Final = 0.05
"""Seconds after which what was published has been missed: it is on its way before the answer is."""


def wait_until_ready(client: Any, alive: Callable[[], bool], seconds: float) -> None:
    """Wait until a kernel answers, and until what it publishes is heard.

    As ``wait_for_ready`` of jupyter_client, which then listens for another 0.2 seconds. Here, what the kernel publishes
    about the question must have come: so the subscription stands.

    Args:
        client: a client of jupyter_client's, its channels started.
        alive: whether the kernel's process lives.
        seconds: how long it may take.

    Raises:
        RuntimeError: the process has ended, or the time is up.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        asked = client.kernel_info()
        if _answered(client.get_shell_msg, asked, alive, deadline) and _answered(
            client.get_iopub_msg, asked, alive, min(deadline, time.monotonic() + _UNHEARD)
        ):
            return
    raise RuntimeError(f"it did not answer in {seconds:g} seconds")


def _answered(get: Callable[..., Any], asked: str, alive: Callable[[], bool], deadline: float) -> bool:
    while time.monotonic() < deadline:
        message = received(get, max(0.0, min(_LOOK, deadline - time.monotonic())))
        if message is not None and message["parent_header"].get("msg_id") == asked:
            return True
        if message is None and not alive():
            raise RuntimeError("its process has ended")
    return False


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
