"""A question as its file holds it: plain data, texts with their placeholders unfilled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is asked for: the ``type`` of a question's front matter."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    NUMBER = "number"
    TEXT = "text"
    MATCHING = "matching"
    ORDERING = "ordering"
    MATRIX = "matrix"
    CODE = "code"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a bank: where, what was found there, what was expected.

    Attributes:
        path: of a file in the bank; empty if it is about the bank as a whole.
        line: from 1; 0 if it is about no line.
        warning: whether it may be left as it is.
    """

    path: str
    line: int
    found: str
    expected: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found} {self.expected}"


class QuestionError(Exception):
    """A question that cannot be read, or of which no variant can be drawn; ``problems`` has at least one entry."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Item:
    """An option, a step of an ordering, a pair of a matching, or a mistake.

    Attributes:
        id: stable name, for statistics; students never see it.
        text: Markdown; of a mistake, the value that it leads to; of a pair, its left side.
        feedback: Markdown, for whoever chose it.
        right: whether an option is (one of) the right one(s).
        partner: right side of a pair.
        line: of the file, from 1.
    """

    id: str
    text: str
    feedback: str = ""
    right: bool = False
    partner: str = ""
    line: int = 1


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off: by ``absolute`` or by ``relative * abs(right)``, whichever is more."""

    absolute: float = 0.0
    relative: float = 0.0

    def around(self, right: float) -> float:
        """The tolerance for a right number, in its unit; never less than what rounding errors need."""
        return max(self.absolute, self.relative * abs(right), 1e-9 * abs(right))


EXACT: Final = Tolerance()


@dataclass(frozen=True)
class Question:
    """One question of the bank.

    Attributes:
        text: Markdown, what is asked.
        tolerance: ``None`` if the file names none (whole numbers are exact then, others within 1 %).
        units: how the answer's unit may be written, the first one as it is shown.
        shuffled: whether each variant has the options in another order.
        items: options, pairs or steps (the steps in their right order).
        answers: right values or texts, where there are no items; of a code question, its solution.
        mistakes: wrong values, each with the misconception that leads there.
        block: Python, with ``draw`` and ``picture``.
        start: code that a code question's answer cell begins with.
        checks: test functions of a code question.
        lines: where each section, and each entry of the front matter, stands.
    """

    path: str
    id: str
    topic: str
    kind: Kind
    text: str
    goals: tuple[str, ...] = ()
    points: float = 1.0
    difficulty: int = 2
    tolerance: Tolerance | None = None
    units: tuple[str, ...] = ()
    shuffled: bool = True
    items: tuple[Item, ...] = ()
    answers: tuple[str, ...] = ()
    mistakes: tuple[Item, ...] = ()
    explanation: str = ""
    block: str = ""
    start: str = ""
    checks: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def error(self, line: int, found: str, expected: str) -> QuestionError:
        """An error with one problem."""
        return QuestionError([Problem(self.path, line, found, expected)])

    def line(self, part: str) -> int:
        """Where a section's content begins, or an entry of the front matter is; else the file's first line."""
        return self.lines.get(part, 1)
