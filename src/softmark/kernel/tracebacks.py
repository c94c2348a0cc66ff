"""Short tracebacks: IPython takes some 10 ms a line, and an endless recursion has a thousand."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final

_ENDS: Final = 20
"""Lines that are kept at either end."""
_CHAIN: Final = 10
"""Exceptions that are kept of those that led to one another."""


def keep_short(shell: Any) -> None:
    """Let an IPython shell show the ends of long tracebacks alone."""
    handler = shell.InteractiveTB
    in_full = handler.structured_traceback

    def structured_traceback(
        etype: Any = None, evalue: Any = None, etb: TracebackType | None = None, *more: Any, **options: Any
    ) -> Any:
        if isinstance(evalue, BaseException):
            shorten(evalue)
        return in_full(etype, evalue, short(etb), *more, **options)

    handler.structured_traceback = structured_traceback


def shorten(error: BaseException) -> None:
    """Shorten the traceback of an exception, and of those that led to it, in place."""
    link: BaseException | None = error
    for _ in range(_CHAIN):
        if link is None:
            return
        link.__traceback__ = short(link.__traceback__)
        last, link = link, link.__cause__ or link.__context__
    last.__cause__ = last.__context__ = None


def short(traceback: TracebackType | None) -> TracebackType | None:
    """The traceback, without its middle if it is long."""
    lines = []
    while traceback is not None:
        lines.append(traceback)
        traceback = traceback.tb_next
    if len(lines) > 2 * _ENDS:
        lines = [*lines[:_ENDS], *lines[-_ENDS:]]
    linked = None
    for line in reversed(lines):
        linked = TracebackType(linked, line.tb_frame, line.tb_lasti, line.tb_lineno)
    return linked
