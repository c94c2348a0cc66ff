"""What an instructor should look at: flags on the statistics of a question."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt, tanh
from typing import Final

from softmark.messages import _
from softmark.quiz.question import Kind
from softmark.quiz.sheets import OTHER
from softmark.quiz.statistics import MINIMUM, OfQuestion

EASY: Final = 0.9
HARD: Final = 0.2
LOW: Final = 0.2
"""Discrimination below which a question is called poor (R. L. Ebel, Essentials of Educational Measurement, 1972)."""
ALPHA: Final = 0.05
_Z: Final = 1.645  # one side, 95 %
_EACH_OPTION = (Kind.MULTIPLE, Kind.MATCHING)  # students decide about every one of them


class FlagKind(StrEnum):
    """What is the matter with a question."""

    VOIDED = "voided"
    TOO_FEW = "too few"
    NEGATIVE = "negative discrimination"
    LOW = "low discrimination"
    AGAINST_KEY = "against the key"
    TOO_EASY = "too easy"
    TOO_HARD = "too hard"
    UNUSED = "nobody chooses it"
    UNEQUAL = "unequal variants"
    UNEQUAL_PLACE = "unequal questions"


@dataclass(frozen=True)
class Flag:
    """One thing to look at.

    Attributes:
        told: a sentence or two, for the instructor.
        option: id of the option or misconception that it is about.
    """

    kind: FlagKind
    told: str
    option: str = ""


def flags(found: OfQuestion) -> tuple[Flag, ...]:
    """The flags of a question; of one that fewer than :data:`MINIMUM` students were asked, no other than that."""
    first = (Flag(FlagKind.VOIDED, _("Everybody got its points; it is no part of any score here.")),)
    flagged = first if found.asked.voided else ()
    if found.figures.n < MINIMUM:
        told = _("{n} students were asked. Nothing is said of it below {least}: chance would say it.")
        return (*flagged, Flag(FlagKind.TOO_FEW, told.format(n=found.figures.n, least=MINIMUM)))
    return (*flagged, *_of_discrimination(found), *_against_key(found), *_unused(found), *_unequal(found))


def _of_discrimination(found: OfQuestion) -> Iterator[Flag]:
    facility, r = found.figures.facility, found.figures.discrimination
    options = sum(1 for one in found.options if one.id in found.asked.options)
    guessed = {Kind.SINGLE: 1 / max(options, 1), Kind.TRUE_FALSE: 0.5}.get(found.asked.kind, 0.0)
    hard = max(HARD, guessed)
    extreme = facility is not None and not hard < facility <= EASY
    if r is not None and r < 0:
        told = _("Who did well elsewhere did worse here ({r:.2f}). Is the key right? Is the text misleading?")
        yield Flag(FlagKind.NEGATIVE, told.format(r=r))
    elif r is not None and not extreme and _upper(r, found.figures.n) < LOW:
        told = _("Who did well elsewhere did hardly better here ({r:.2f}). Is it guessed, or misread?")
        yield Flag(FlagKind.LOW, told.format(r=r))
    if facility is not None and facility > EASY:
        told = _("Students got {share:.0%} of its points: it tells nobody apart.")
        yield Flag(FlagKind.TOO_EASY, told.format(share=facility))
    if facility is not None and facility <= hard:
        told = _("Students got {share:.0%} of its points.")
        if guessed == hard:
            told = _("Students got {share:.0%} of its points, and guessing gets {guessed:.0%}.")
        yield Flag(FlagKind.TOO_HARD, told.format(share=facility, guessed=guessed))


def _upper(r: float, n: int) -> float:
    """Upper limit (one side, 95 %) of a correlation, by Fisher's z."""
    return tanh(atanh(min(r, 1 - 1e-9)) + _Z / sqrt(n - 3))


def _against_key(found: OfQuestion) -> Iterator[Flag]:
    """Options on which the top group contradicts the key."""
    top = found.known[1]
    if found.asked.kind in _EACH_OPTION:
        for one in found.options:
            if not one.right and 2 * one.top > top:
                told = _("Most of the best students ({top} of {n}) chose the wrong {id}.")
                yield Flag(FlagKind.AGAINST_KEY, told.format(top=one.top, n=top, id=one.id), one.id)
            elif one.right and 2 * one.top < top:
                told = _("Most of the best students ({missed} of {n}) did not get the right {id}.")
                yield Flag(FlagKind.AGAINST_KEY, told.format(missed=top - one.top, n=top, id=one.id), one.id)
        return
    right = sum(one.top for one in found.options if one.right)
    wrong = [one for one in found.options if not one.right and one.id != OTHER]
    first = max(wrong, key=lambda one: one.top, default=None)
    if first is not None and first.top > right:
        told = _("Of the {n} best students, {top} chose {id}, and {right} what is right by the key.")
        yield Flag(FlagKind.AGAINST_KEY, told.format(n=top, top=first.top, id=first.id, right=right), first.id)


def _unused(found: OfQuestion) -> Iterator[Flag]:
    """Wrong options that nobody chose, though so many erred that each of equally good ones had its chooser (95 %)."""
    if found.asked.kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return
    wrong = [one for one in found.options if not one.right]
    erred = sum(one.all for one in wrong)
    for one in wrong:
        if len(wrong) > 1 and not one.all and (1 - 1 / len(wrong)) ** erred < ALPHA:
            told = _("Nobody chose {id}, while other wrong options were chosen {n} times: who would think so?")
            yield Flag(FlagKind.UNUSED, told.format(id=one.id, n=erred), one.id)


def _unequal(found: OfQuestion) -> Iterator[Flag]:
    if found.variants_p is not None and found.variants_p < ALPHA:
        told = _("Its variants are not equally difficult (p = {p:.2g}, corrected for all tests).")
        yield Flag(FlagKind.UNEQUAL, told.format(p=found.variants_p))
    if found.place_p is not None and found.place_p < ALPHA:
        told = _("The questions that students get at {place} are not equally difficult (p = {p:.2g}, corrected).")
        yield Flag(FlagKind.UNEQUAL_PLACE, told.format(place=found.asked.place, p=found.place_p))
