"""What is carried to another system, and what cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from softmark.messages import _
from softmark.quiz.block import has_parameters
from softmark.quiz.drawing import draw
from softmark.quiz.question import Kind, Question
from softmark.quiz.variant import Seen, Variant

_TRIES = 4  # seeds that are drawn for each variant that is wanted


@dataclass(frozen=True)
class Asked:
    """A question and the variants of it that are exported; one, if it has no parameters."""

    question: Question
    variants: tuple[Variant, ...]

    @property
    def names(self) -> list[str]:
        """A name for each variant: the question's id, with a number if there are several."""
        name = self.question.id
        return [name] if len(self.variants) == 1 else [f"{name}-{at}" for at in range(1, len(self.variants) + 1)]


@dataclass(frozen=True)
class Loss:
    """Something of a question that a format has no place for.

    Attributes:
        question: its id, or its title.
        what: in words.
        whole: whether the question cannot be carried at all; otherwise it can be without this.
    """

    question: str
    what: str
    whole: bool = False

    def __str__(self) -> str:
        kept = _("{question} (as a whole): {what}") if self.whole else _("{question}: {what}")
        return kept.format(question=self.question, what=self.what)


def asked_of(question: Question, variants: int, seed: int) -> Asked:
    """Draw up to so many variants that look different, from a seed on.

    Raises:
        QuestionError: if one cannot be drawn.
    """
    if not has_parameters(question):
        return Asked(question, (draw(question, seed),))
    drawn: dict[Seen, Variant] = {}
    for number in range(seed, seed + variants * _TRIES):
        variant = draw(question, number)
        drawn.setdefault(variant.seen.content, variant)
        if len(drawn) == variants:
            break
    return Asked(question, tuple(drawn.values()))


def kind_refusals(asked: Asked, kinds: Sequence[Kind], system: str) -> Iterator[Loss]:
    """That a format has no questions of this type."""
    question = asked.question
    if question.kind not in kinds:
        what = _("{system} has no questions of type {type}").format(system=system, type=question.kind)
        yield Loss(question.id, what, whole=True)


def penalty(right: int, wrong: int) -> float:
    """The piece of a question's points that each wrong option costs here (docs/questions.md, How points are given)."""
    return max(1 / right, 1 / wrong)
