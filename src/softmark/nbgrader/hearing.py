"""Keeps what a run warns of, to be told when it is over."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from softmark.nbgrader.course import Course

# Who was late, or left out a notebook, is an event of the submission's; what that costs stands in the gradebook. That
# results of an earlier run are replaced is what the command is for.
_EXPECTED = re.compile(r"seconds late$|^Late submission penalty|^No submitted file: |^Removing existing assignment: ")


@contextmanager
def heard(course: Course) -> Iterator[list[str]]:
    """Collect what nbgrader and softmark warn of, each sentence once, instead of printing it."""
    listener = _Heard()
    loggers = course.app.log, logging.getLogger("softmark")
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener.texts
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


class _Heard(logging.Handler):
    """Keeps warnings instead of printing them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Of a traceback what it ends with.
        text = next((line for line in reversed(record.getMessage().splitlines()) if line.strip()), "").strip()
        if not _EXPECTED.search(text) and text not in self.texts:
            self.texts.append(text)
