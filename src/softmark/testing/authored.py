"""Telling what an author wrote from what pytest found out.

``assert a == b, "Look at a."`` fails with "Look at a." and pytest's explanation in one string, and the
explanation may print what students must not see. Cells that :mod:`softmark.testing.cells` compiles hand each
message to this module on its way into the assertion, so that it can be recognised in the exception.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import _pytest.outcomes
import pytest

from softmark.messages import _
from softmark.testing.partly import Partly

# The name under which a compiled cell's globals hold this module.
RECORDER = "@softmark_authored"
# More than any failure needs: err_msg texts are also heard from assertions that pass.
_KEPT = 32


@dataclass(frozen=True)
class _Heard:
    text: str
    begins: bool  # whether the exception's text begins with it


_HEARD: ContextVar[deque[_Heard] | None] = ContextVar("softmark_heard", default=None)


@contextmanager
def listening() -> Iterator[None]:
    """Remember the messages that are heard meanwhile."""
    token = _HEARD.set(deque(maxlen=_KEPT))
    try:
        yield
    finally:
        _HEARD.reset(token)


def whole(message: object) -> str:
    """Hear the message of an ``assert`` or a ``raise AssertionError``: a compiled cell calls this."""
    return _hear(message, begins=True)


def part(message: object) -> str:
    """Hear an ``err_msg`` that an assertion function puts somewhere into its own text."""
    return _hear(message, begins=False)


def _hear(message: object, *, begins: bool) -> str:
    text = message if isinstance(message, str) else str(message)
    heard = _HEARD.get()
    if heard is not None:
        heard.append(_Heard(text, begins))
    return text


def authored_message(error: BaseException) -> str:
    """What the author wrote for the failure that ``error`` is, or ``""``.

    If no cell on its way was compiled by :func:`softmark.testing.compile_cell` (IPython compiled it, and
    asserts are plain there), the assertion's own text is the author's.
    """
    if isinstance(error, pytest.skip.Exception):
        return (error.msg or "").strip()
    if not isinstance(error, AssertionError | pytest.fail.Exception):
        return ""
    if _raised_by_pytest(error):
        return _reworded(str(error))
    if isinstance(error, Partly):
        return str(error).strip()
    if isinstance(error, pytest.fail.Exception):
        return (error.msg or "").strip()
    text = _spaced(str(error))
    for heard in reversed(_HEARD.get() or ()):
        known = _spaced(heard.text)
        if known and (text.startswith(known) if heard.begins else known in text):
            return heard.text.strip()
    if any(RECORDER in frame.f_globals for frame in _frames(error)):
        return ""
    text = str(error).strip()
    *_, last = _frames(error)
    if last.f_globals.get("__name__") == "__main__":
        return text
    # A library's assertion (numpy.testing) goes on about values after its first paragraph.
    return text.split("\n\n")[0]


def _raised_by_pytest(error: BaseException) -> bool:
    """Whether ``pytest.raises`` or ``pytest.warns`` failed, rather than the test itself."""
    outcomes = Path(_pytest.outcomes.__file__)
    files = [Path(frame.f_code.co_filename) for frame in _frames(error)]
    callers = [file for file in files if file != outcomes]
    return bool(callers) and outcomes.parent in callers[-1].parents


def _reworded(text: str) -> str:
    """Our words for pytest's, which show the expected pattern or every warning there was."""
    if text.startswith("DID NOT RAISE"):
        return _("An error should have been raised here, and none was.")
    if text.startswith("DID NOT WARN"):
        return _("A warning should have been given here, and none of the right kind was.")
    if text.startswith("Regex"):
        return _("The right kind of error was raised, but its text is not the one that was asked for.")
    return ""


def _spaced(text: str) -> str:
    """A text with every run of white space as one blank: pytest indents a message's second line."""
    return " ".join(text.split())


def _frames(error: BaseException) -> Iterator[FrameType]:
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next
