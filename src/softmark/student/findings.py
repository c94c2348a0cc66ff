"""What one check found, in the words that a student reads."""

import dis
import inspect
import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from softmark.messages import _
from softmark.student.safe_text import one_line, safe_text
from softmark.student.trained import NothingRecorded
from softmark.testing import Place, TestOutcome, is_stub

# Says how the notebook calls the cell that a file name of a traceback stands for, or None if it is no cell.
CellName = Callable[[str], str | None]

_LINE, _MESSAGE, _SOURCE = 200, 1500, 120  # characters shown


class Mark(Enum):
    """The state of a check: a sign for the eye, a word for everybody."""

    PASSED = "✓"
    FAILED = "✗"
    ERROR = "!"
    NOT_ATTEMPTED = "–"

    @property
    def word(self) -> str:
        """The state in a word."""
        return {
            Mark.PASSED: _("Passed"),
            Mark.FAILED: _("Not yet"),
            Mark.ERROR: _("Error"),
            Mark.NOT_ATTEMPTED: _("Not attempted"),
        }[self]


@dataclass(frozen=True)
class Finding:
    """One line of the panel.

    Attributes:
        mark: the state.
        line: what the check is about.
        seen: what was seen in the student's own object; ``""`` if the check passed.
        step: what to do next; ``""`` if the check passed.
    """

    mark: Mark
    line: str
    seen: str = ""
    step: str = ""


def finding_of(
    outcome: TestOutcome, test: Callable[..., Any], names: Mapping[str, object], cell_name: CellName
) -> Finding:
    """Put the outcome of a test into words.

    Args:
        outcome: what running ``test`` gave.
        test: the test function, which stands in the cell that called ``check()``.
        names: the notebook's names.
        cell_name: see :data:`CellName`.
    """
    line = one_line(outcome.line, _LINE)
    if outcome.passed:
        return Finding(Mark.PASSED, line)
    untouched = _untouched(outcome, test, names)
    if untouched:
        return _not_attempted(line, untouched, missing=outcome.missing)
    if outcome.exception == NothingRecorded.__name__:
        return Finding(Mark.NOT_ATTEMPTED, line, NothingRecorded.seen(), NothingRecorded.step())
    if outcome.exception == "KeyboardInterrupt" or outcome.exception == "NotRun":
        return Finding(Mark.NOT_ATTEMPTED, line, _("It was stopped before it ended."), _("Run this cell again."))
    own = inspect.unwrap(test).__code__.co_filename
    if outcome.exception and outcome.exception != "Skipped":
        return _error(line, outcome, own, cell_name)
    seen = safe_text(outcome.message, _MESSAGE) or _condition(outcome, own)
    return Finding(Mark.FAILED, line, seen, _("Change your answer, run its cell, then run this cell again."))


def _untouched(outcome: TestOutcome, test: Callable[..., Any], names: Mapping[str, object]) -> list[str]:
    """The names that a test uses and that still have the release's value, or none."""
    code = inspect.unwrap(test).__code__
    asked = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    read = [step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"]
    stubs = [name for name in (*asked, *read) if name in names and is_stub(names[name])]
    return list(dict.fromkeys((*stubs, *outcome.missing)))


def _not_attempted(line: str, untouched: list[str], missing: tuple[str, ...]) -> Finding:
    called = ", ".join(f"`{one_line(name, _SOURCE)}`" for name in untouched[:3])
    if set(untouched) <= set(missing):
        seen = _("There is no {names} in this notebook yet.").format(names=called)
        return Finding(Mark.NOT_ATTEMPTED, line, seen, _("Run the cells above, from the top."))
    seen = _("{names}: still as it was handed out.").format(names=called)
    step = _("Write your answer where the notebook says TODO or YOUR CODE HERE, run it, then run this cell again.")
    return Finding(Mark.NOT_ATTEMPTED, line, seen, step)


def _error(line: str, outcome: TestOutcome, own: str, cell_name: CellName) -> Finding:
    raised = outcome.error
    text = one_line(raised.text, _MESSAGE // 3) if raised else ""
    what = one_line(outcome.exception, _SOURCE) + (f": {text}" if text else "")
    places = raised.places if raised else ()
    theirs = [place for place in places if place.path != own and cell_name(place.path)]
    if not theirs:
        seen = _("This check could not use your answer: {what}").format(what=_sentence(what))
        return Finding(Mark.ERROR, line, seen, _("Compare your answer's type and shape with the task."))
    place, where = theirs[-1], cell_name(theirs[-1].path)
    seen = _("Your code raised {what} It happened in line {number} of cell {cell}{source}.").format(
        what=_sentence(what), number=place.line, cell=where, source=_quoted(place)
    )
    step = _("Mend line {number} of cell {cell}, run it, then run this cell again.")
    return Finding(Mark.ERROR, line, seen, step.format(number=place.line, cell=where))


def _condition(outcome: TestOutcome, own: str) -> str:
    """What a failing assertion without a message asked for: the student can read it in the cell anyway."""
    places = outcome.error.places if outcome.error else ()
    place = next((place for place in reversed(places) if place.path == own), None)
    return _("This does not hold yet{source}.").format(source=_quoted(place) if place else "")


def _quoted(place: Place) -> str:
    source = one_line(linecache.getline(place.path, place.line), _SOURCE)
    return f": `{source}`" if source else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else text + "."
