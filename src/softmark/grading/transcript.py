"""What a kernel was asked and what it answered, kept so that changed checks can be judged without running it again.

A transcript is a list of steps in their order: a cell that ran, or a message of the judge's with its answer. Messages
that only read (:data:`_READING`) leave the kernel as it was. So between two steps that may change something, a replay
answers them in any order, or not at all; every other step must be the recorded one, in its turn. What is asked beyond
that, only the submission itself can answer: :class:`Unrecorded`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgpack

from softmark.codec import CodecError, decode
from softmark.grading.executed import Executed, as_text, from_text
from softmark.grading.session import FITS, Session, Unanswered, fits_in
from softmark.model.limits import MEBIBYTE

_READING: Final = frozenset({"get", "has", "fits", "trainings"})
_SHORT: Final = 4_096
"""Bytes of a message; those that only read are shorter."""
_LARGEST: Final = 32 * MEBIBYTE
"""Bytes of a transcript, as far as they are counted, above which a submission is rather run again."""


class Unrecorded(Unanswered):
    """The transcript has no answer to this."""


class RecordedSession(Session):
    """A kernel whose answers are written down."""

    _steps: list[tuple[str, bytes, Any]]
    _bytes = 0

    def __enter__(self) -> RecordedSession:
        self._steps = []
        super().__enter__()
        return self

    def run(self, code: str, seconds: float | None = None) -> Executed:
        """See :meth:`Session.run`."""
        executed = super().run(code, seconds)
        outputs = as_text(executed.outputs)
        plain = [outputs, executed.error, executed.cut, executed.request]
        self._keep("run", code.encode("utf-8", "surrogatepass"), plain, len(outputs))
        return executed

    def ask(self, message: bytes, seconds: float) -> bytes:
        """See :meth:`Session.ask`."""
        answer = super().ask(message, seconds)
        self._keep("ask", message, answer, len(answer))
        return answer

    def _keep(self, kind: str, asked: bytes, answer: Any, size: int) -> None:
        self._bytes += len(asked) + size
        if self._bytes <= _LARGEST:
            self._steps.append((kind, asked, answer))
        else:
            self._steps.clear()

    def transcript(self) -> bytes:
        """All steps so far; empty if they are too many to be kept."""
        if self._bytes > _LARGEST:
            return b""
        return zlib.compress(msgpack.packb(self._steps, unicode_errors="surrogatepass"), 1)


class Replay:
    """Answers in a kernel's place, from a transcript; with the interface of :class:`Session`.

    Raises:
        Unrecorded: from any of its methods: the transcript does not say.
    """

    killed = False
    exceeded = ""
    overran = 0.0
    dead = ""

    def __init__(self, transcript: bytes) -> None:
        self._transcript = transcript
        self._steps = _steps_of(transcript)
        self._known: dict[bytes, bytes] = {}
        self._next: tuple[str, bytes, Any] | None = None
        self._read_on()

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing is open."""

    def _read_on(self) -> None:
        """Take in what is only read, up to the next step that may change something."""
        self._known.clear()
        for kind, asked, answer in self._steps:
            if kind == "run" or not _only_reads(asked):
                self._next = kind, asked, answer
                return
            self._known[asked] = answer
        self._next = None

    def _take(self, kind: str, asked: bytes) -> Any:
        if self._next is None or self._next[:2] != (kind, asked):
            raise Unrecorded
        answer = self._next[2]
        self._read_on()
        return answer

    def run(self, code: str, seconds: float | None = None) -> Executed:
        """What the cell gave when it ran."""
        outputs, error, cut, request = self._take("run", code.encode("utf-8", "surrogatepass"))
        return Executed(from_text(outputs), error=error, cut=cut, request=request)

    def ask(self, message: bytes, seconds: float) -> bytes:
        """What the kernel answered."""
        if (known := self._known.get(message)) is not None:
            return known
        return bytes(self._take("ask", message))

    def hang_up(self) -> None:
        """There is no conversation to end."""

    def fits(self) -> object:
        """What the recorder had seen."""
        return fits_in(self.ask(FITS, 0))

    def transcript(self) -> bytes:
        """The transcript that this is a replay of."""
        return self._transcript


def _steps_of(transcript: bytes) -> Iterator[tuple[str, bytes, Any]]:
    try:
        steps = msgpack.unpackb(zlib.decompress(transcript), unicode_errors="surrogatepass")
    except (zlib.error, ValueError, msgpack.UnpackException) as error:
        raise Unrecorded(str(error)) from error
    return ((kind, asked, answer) for kind, asked, answer in steps)


def _only_reads(message: bytes) -> bool:
    if len(message) > _SHORT:
        return False
    try:
        request = decode(message, resolve=lambda ref: ref)
    except CodecError:
        return False
    return isinstance(request, Mapping) and request.get("op") in _READING
