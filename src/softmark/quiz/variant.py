"""A variant of a question: what students see, and apart from it the key."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from softmark.quiz.question import EXACT, Kind, Question, Tolerance

_ORDER: Final = 1 << 32  # no attempt to draw has this number


@dataclass(frozen=True)
class Choice:
    """Something to choose, or to be matched, as it is shown: a label and a text in Markdown."""

    label: str
    text: str


@dataclass(frozen=True)
class Seen:
    """All that a student sees of a variant, and nothing that is not seen: plain data, which may go into a release.

    Attributes:
        text: Markdown; ``](picture)`` stands for the picture.
        choices: the options, steps, or right sides, in the order shown; labels a, b, c ...
        lefts: the left sides of a matching; labels 1, 2, 3 ...
        units: how the unit may be written, the first one as it is shown.
        start: code that the answer cell begins with.
        picture: PNG, or nothing.
    """

    kind: Kind
    text: str
    choices: tuple[Choice, ...] = ()
    lefts: tuple[Choice, ...] = ()
    units: tuple[str, ...] = ()
    start: str = ""
    picture: bytes = b""

    @property
    def content(self) -> "Seen":
        """The same, whatever order the choices are shown in: two variants that differ in that alone are one."""
        texts = sorted(choice.text for choice in self.choices)
        return replace(self, choices=tuple(Choice("", text) for text in texts))


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that a known misconception leads to."""

    id: str
    value: Any
    feedback: str


@dataclass(frozen=True)
class Key:
    """What decides about answers to a variant, and what is said of them; never part of what students get in an exam.

    Attributes:
        right: of a choice, the right labels; of a matching, the right label of each left one; of an ordering, the
            labels in their order; a truth value, a number, an array; the texts that are right; a solution.
        ids: stable id of each label (of a matching: of each left one).
        feedback: what is said of a label that was chosen, or of a left side that was matched wrongly.
        tolerance: how far a number may be off, or each number of an array.
        checks: test functions of a code question.
    """

    right: Any
    ids: Mapping[str, str] = field(default_factory=dict)
    feedback: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    tolerance: Tolerance = EXACT
    explanation: str = ""
    checks: str = ""


@dataclass(frozen=True)
class Variant:
    """One variant of a question; the same for the same file and seed, on every machine."""

    question: str
    seed: int
    seen: Seen
    key: Key


def generator(question: Question, seed: int, attempt: int) -> np.random.Generator:
    """The chance of one attempt to draw a variant: of its own for each question, seed and attempt."""
    return np.random.Generator(np.random.PCG64([seed, attempt, _number(question.id)]))


def order_of(question: Question, seed: int) -> np.random.Generator:
    """The chance of the order in which choices are shown; apart, so that what ``draw`` uses up does not matter."""
    return generator(question, seed, _ORDER)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
