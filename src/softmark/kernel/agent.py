"""Answer the judge's questions about the submission's names.

The grader opens a conversation with one execute request whose code is ``CONVERSE``; from then on messages go over
the kernel's stdin channel, as prompts and replies. That channel is part of every Jupyter kernel, is reliable,
leaves the main thread interruptible, and needs no further opening in a sandbox.
"""

from __future__ import annotations

import base64
from typing import Any

from softmark.codec import CodecError, Ref, WireLimits, decode, encode
from softmark.kernel.calls import CallServer
from softmark.kernel.handles import Handles

CONVERSE = "__import__('softmark.kernel.agent', fromlist=['converse']).converse()"

_kernel: Any = None
_handles = Handles()


def attach(kernel: Any) -> None:
    """Remember the kernel whose stdin channel carries the conversation."""
    global _kernel
    _kernel = kernel


def exchange(message: bytes) -> bytes:
    """Send one message to the grader and wait for its answer."""
    answer = _kernel.raw_input(base64.b64encode(message).decode("ascii"))
    return base64.b64decode(answer)


def converse() -> None:
    """Serve requests until the grader says that the conversation is over (an empty message)."""
    server = CallServer(_kernel.shell.user_ns, _handles, ask_back)
    request = exchange(encode({"ready": True}))
    while request:
        request = exchange(_answer(server, request))


def _answer(server: CallServer, request: bytes) -> bytes:
    limits = WireLimits()
    try:
        asked = decode(request, resolve=_resolve, limits=limits)
        return server.serve(asked)
    except KeyboardInterrupt:
        return encode({"interrupted": True})
    except CodecError as error:
        return encode({"refused": str(error)[:500]})


def ask_back(request: dict[str, object]) -> object:
    """Call one of the judge's own callables, which was handed to the submission's code."""
    answer = decode(exchange(_handles.encode({"callback": request})), resolve=_resolve)
    if isinstance(answer, dict) and "error" in answer:
        raise RuntimeError(str(answer["error"]))
    return answer["value"] if isinstance(answer, dict) else None


def _resolve(ref: Ref) -> object:
    return _handles.resolve(ref, ask_back)
