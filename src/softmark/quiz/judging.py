"""Judging an answer to a variant by its key: state, share of the points, what to tell the student."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

import numpy as np

from softmark.checks.answers import number, selection
from softmark.messages import _
from softmark.quiz.question import Kind
from softmark.quiz.reading import Percent, read
from softmark.quiz.values import plain_text, same_matrix
from softmark.quiz.variant import Mistake, Variant


class State(StrEnum):
    """What became of an answer."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NOT_ATTEMPTED = "not attempted"
    MALFORMED = "malformed"


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    Attributes:
        share: the share of the points, from 0 to 1 (docs/questions.md has the rules).
        told: how the answer was read; says nothing about whether it is right.
        message: Markdown: what is wrong with it, and which misconception it shows. It never holds the right answer,
            but it does say whether the answer is right: not for the time of an exam.
        chosen: stable ids, for statistics: of the options chosen, the pairs that are right, the steps in the order
            given, or the mistake that was recognised.
    """

    state: State
    share: float
    told: str
    message: str = ""
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Judged:
    share: float
    message: str = ""
    chosen: tuple[str, ...] = ()


def judge(variant: Variant, answer: Any) -> Verdict:
    """Judge an answer as it stands in a notebook.

    Args:
        variant: of any type but a code question, which its checks judge.
        answer: anything: what cannot be read is malformed, and never an error.
    """
    reading = read(variant.seen, answer)
    if reading.value is None:
        return Verdict(State.NOT_ATTEMPTED if reading.blank else State.MALFORMED, 0.0, reading.told)
    judged = _JUDGES[variant.seen.kind](variant, reading.value)
    if judged.share == 1:
        return Verdict(State.RIGHT, 1.0, reading.told, _("Right."), judged.chosen)
    state = State.PARTLY if judged.share else State.WRONG
    return Verdict(state, judged.share, reading.told, judged.message, judged.chosen)


def _choice(variant: Variant, chosen: frozenset[str]) -> _Judged:
    key = variant.key
    labels = [choice.label for choice in variant.seen.choices]
    share = selection(chosen, key.right, labels).share
    feedback = [_of(label, key.feedback[label]) for label in labels if label in chosen - key.right]
    if variant.seen.kind is Kind.MULTIPLE:
        feedback.append(_("Decide about each option on its own."))
    return _Judged(share, _joined(feedback), tuple(key.ids[label] for label in labels if label in chosen))


def _matching(variant: Variant, matched: dict[str, str]) -> _Judged:
    key = variant.key
    hits = [left for left, right in key.right.items() if matched.get(left) == right]
    # Whoever matches everything with one right side gets that many by it, so they earn nothing.
    given = max(list(key.right.values()).count(right) for right in key.right.values())
    share = max(0.0, (len(hits) - given) / (len(key.right) - given))
    told = _("{right} of {all} are matched rightly.").format(right=len(hits), all=len(key.right))
    feedback = [_of(left, key.feedback[left]) for left in key.right if left in matched and left not in hits]
    return _Judged(share, _joined([told, *feedback]), tuple(key.ids[left] for left in hits))


def _ordering(variant: Variant, order: tuple[str, ...]) -> _Judged:
    key = variant.key
    place = {label: at for at, label in enumerate(key.right)}
    pairs = [place[first] < place[second] for first, second in combinations(order, 2)]
    share = max(0.0, 2 * sum(pairs) / len(pairs) - 1)  # Kendall's tau, but never below 0
    told = _("Of {all} pairs of steps, {right} are in the right order.").format(all=len(pairs), right=sum(pairs))
    feedback = [
        _of(label, key.feedback[label]) for label, right in zip(order, key.right, strict=True) if label != right
    ]
    return _Judged(share, _joined([told, *feedback]), tuple(key.ids[label] for label in order))


def _truth(variant: Variant, value: bool) -> _Judged:
    return _Judged(float(value is variant.key.right), _("That is not right."), (str(value).lower(),))


def _number(variant: Variant, value: float) -> _Judged:
    key = variant.key
    # In a text, so that it is known that the unit was said.
    answer = f"{100 * value!r} %" if isinstance(value, Percent) else value
    found = number(answer, key.right, rtol=0.0, atol=key.tolerance.around(key.right))
    if found:
        return _Judged(1.0)
    asked = value * 100 if isinstance(value, Percent) and "%" in variant.seen.units else value
    known = (one for one in key.mistakes if abs(asked - one.value) <= key.tolerance.around(one.value))
    return _mistaken(known, found.message)


def _matrix(variant: Variant, value: np.ndarray[Any, Any]) -> _Judged:
    key = variant.key
    if same_matrix(value, key.right, key.tolerance):
        return _Judged(1.0)
    known = (one for one in key.mistakes if same_matrix(value, one.value, key.tolerance))
    if np.squeeze(value).shape == np.squeeze(key.right).shape:
        return _mistaken(known, _("At least one of your numbers is not right. Go through your steps once more."))
    shape = " × ".join(str(size) for size in value.shape)
    return _mistaken(known, _("Your answer has the shape {shape}, which is not the right one.").format(shape=shape))


def _text(variant: Variant, value: str) -> _Judged:
    key = variant.key
    plain = plain_text(value)
    if plain in {plain_text(right) for right in key.right}:
        return _Judged(1.0)
    known = (mistake for mistake in key.mistakes if plain_text(mistake.value) == plain)
    return _mistaken(known, _("That is not what is asked for. Look at the terms once more, and at their spelling."))


def _mistaken(known: Iterable[Mistake], otherwise: str) -> _Judged:
    for mistake in known:
        return _Judged(0.0, mistake.feedback, (mistake.id,))
    return _Judged(0.0, otherwise)


def _of(label: str, feedback: str) -> str:
    return f"({label}) {feedback}" if feedback else ""


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


_JUDGES: Final[dict[Kind, Callable[[Variant, Any], _Judged]]] = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _truth,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.MATRIX: _matrix,
}
