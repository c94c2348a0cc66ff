"""What a class answered in a quiz, as plain data: what statistics are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from softmark.quiz.question import Kind
from softmark.quiz.variant import Variant

RIGHT: Final = "(right)"
"""Stands for the right answer of a question without options."""
OTHER: Final = "(other)"
"""Stands for all wrong answers that no misconception leads to."""


class Given(StrEnum):
    """What stands in an answer cell; of a COMPUTED answer only the points are known, not what was chosen."""

    READ = "read"
    COMPUTED = "computed"
    NOT_ATTEMPTED = "not attempted"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Asked:
    """A question of a quiz.

    Attributes:
        question: its id in the bank.
        place: where the quiz asks it, ``"q3"``; several may share one, and each student gets one of them.
        options: id of each option or misconception -> whether it is right.
        voided: whether everybody got its points: then it is no part of any score.
    """

    question: str
    place: str
    kind: Kind
    options: Mapping[str, bool]
    voided: bool = False


@dataclass(frozen=True)
class Answer:
    """A student's answer at a place.

    Attributes:
        variant: the number of the variant at the place, from 0.
        share: of the points, from 0 to 1; ``None`` if it is not known (a voided question's, where it was computed).
        chosen: ids of options or misconceptions; ``None`` if they are not known.
    """

    question: str
    variant: int
    share: float | None
    given: Given
    chosen: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class Sheet:
    """A student's answers, one for each place."""

    student: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Stranger:
    """A submission that answers somebody else's questions.

    Attributes:
        student: whose submission it is.
        told: the ``student_id`` in its notebook; ``None`` if there is none that can be read.
    """

    student: str
    told: str | None


@dataclass(frozen=True)
class LeftOut:
    """A submission that takes no part in the statistics."""

    student: str
    why: str


@dataclass(frozen=True)
class QuizClass:
    """A quiz, and what a class answered.

    Attributes:
        points: of each place.
        asked: its questions, by place.
        examples: a variant of each question.
        otherwise: students with an answer whose points in the gradebook are not those that its text gets by the key.
    """

    name: str
    points: Mapping[str, float]
    asked: tuple[Asked, ...]
    examples: Mapping[str, Variant]
    sheets: tuple[Sheet, ...]
    strangers: tuple[Stranger, ...]
    left_out: tuple[LeftOut, ...]
    otherwise: tuple[str, ...]
