"""What running one test function gave."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

from softmark.model import Measured

_TEXT = 4_000  # characters of an exception's message that are kept
_PLACES = 50  # lines of a traceback that are kept, the innermost


@dataclass(frozen=True)
class Place:
    """One line of a traceback: its file or cell, its number from 1, the function it stands in."""

    path: str
    line: int
    function: str


@dataclass(frozen=True)
class Raised:
    """An exception that ended a test.

    Attributes:
        kind: name of its class.
        text: its message; of an assertion, only what the author wrote.
        places: its traceback, outermost first, without the test runner's own frames.
    """

    kind: str
    text: str
    places: tuple[Place, ...] = ()

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """Put an exception into plain data."""
        try:
            text = str(error)
        except Exception:  # a student's exception may have a __str__ that fails
            text = ""
        places = []
        traceback = error.__traceback__
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if not _is_runner(code.co_filename):
                places.append(Place(code.co_filename, traceback.tb_lineno, code.co_name))
            traceback = traceback.tb_next
        return cls(type(error).__name__, text[:_TEXT], tuple(places[-_PLACES:]))


@dataclass(frozen=True)
class TestOutcome:
    """What running one test function gave; all cases of a parametrized one together.

    Attributes:
        name: the function's name.
        line: the first paragraph of its docstring on one line, or its name made readable.
        passed: whether every case passed. A skipped test did not pass.
        message: what the author wrote for this failure: the text of an ``assert``, ``pytest.fail``,
            ``pytest.skip`` or an assertion function's ``err_msg``. Never pytest's own explanation, so it
            reveals no values that the author did not put there. ``""`` if the author wrote none.
        case: how the author calls the case whose message it is, if it is one of several; the message begins with it.
        detail: pytest's full report of every failure. Prints values and source lines: for instructors alone.
        seconds: wall seconds, fixtures included.
        weight: what ``@points`` says, or ``None``.
        exception: class name if it failed by something else than an assertion or ``pytest.fail``; "Skipped"
            for a skipped test.
        missing: names that the test asked for and that do not exist.
        cases: how many cases it has; 1 unless parametrized.
        cases_passed: how many of them passed.
        partly: what the others earned, in cases.
        error: what ended it, if it failed and began at all.
        measured: the numbers that it held against bounds, of all cases the nearest to each.
    """

    __test__: ClassVar[bool] = False  # pytest would take the class for a test by its name

    name: str
    line: str
    passed: bool
    message: str = ""
    case: str = ""
    detail: str = ""
    seconds: float = 0.0
    weight: float | None = None
    exception: str = ""
    missing: tuple[str, ...] = ()
    cases: int = 1
    cases_passed: int = 0
    partly: float = 0.0
    error: Raised | None = None
    measured: tuple[Measured, ...] = ()

    @property
    def share(self) -> float:
        """The part of the test's points that was earned, from 0 to 1."""
        return (self.cases_passed + self.partly) / self.cases if self.cases else 0.0


def line_of(test: Callable[..., Any]) -> str:
    """The line that a student reads for a test: its docstring's first paragraph, or its name in words.

    >>> def test_output_shape(model): ...
    >>> line_of(test_output_shape)
    'Output shape'
    """
    text = inspect.getdoc(test) or ""
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    name = getattr(test, "__name__", type(test).__name__)
    return paragraph or name.removeprefix("test").replace("_", " ").strip().capitalize() or name


def _is_runner(path: str) -> bool:
    parents = Path(path).parents
    return Path(__file__).parent in parents or any(parent.name in ("_pytest", "pluggy") for parent in parents)
