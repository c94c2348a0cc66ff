"""What a class's answers say about the questions: plain data in, figures out; docs/quiz-statistics.md reads them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from softmark.messages import _
from softmark.quiz.sheets import Answer, Asked, Given, QuizClass

MINIMUM: Final = 30
"""Students without whom nothing is said of a question. A question whose true discrimination is 0.3 then still comes out
below 0 in 5 % of classes (Fisher's z: atanh(0.3) / (1 / sqrt(30 - 3)) = 1.6); with fewer students, more often."""
MINIMUM_ITEMS: Final = 5
"""Items without which Cronbach's alpha is not told: it then says more of their number than of them."""
SMALLEST_GROUP: Final = 5
"""Students without whom a variant takes no part in a comparison: the test's p-values are no good below."""
TAIL: Final = 0.27
"""Part of the students in the top, and in the bottom group; see :func:`tails`."""

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Figures:
    """What is known of a question, or of one of its variants.

    Attributes:
        n: students who were asked.
        answered: of these, who answered in a form that can be read; ``computed`` among them.
        facility: mean share of the points, 0 to 1 (not attempted and malformed count as 0); ``None`` without students.
        discrimination: Pearson's correlation of the share with the rest score, the share of the points in all other
            places: the corrected item-total correlation (Henrysson 1963). ``None`` if either does not vary, or for
            fewer than three students.
    """

    n: int
    answered: int
    computed: int
    not_attempted: int
    malformed: int
    facility: float | None
    discrimination: float | None


@dataclass(frozen=True)
class OptionCount:
    """How many students chose an option: of all, of the top group, of the bottom group."""

    id: str
    right: bool
    all: int
    top: int
    bottom: int


@dataclass(frozen=True)
class OfVariant:
    """The figures of one variant."""

    number: int
    figures: Figures


@dataclass(frozen=True)
class OfQuestion:
    """All that is computed of a question.

    Attributes:
        options: sorted: the right ones first, then by how many chose them.
        known: students whose choice is known: of all, of the top group, of the bottom group.
        variants: if students got more than one.
        variants_p: p-value, corrected by Holm, of the hypothesis that its variants are equally difficult; ``None`` if
            it was not tested.
        place_p: the same, of the questions that share its place.
    """

    asked: Asked
    figures: Figures
    options: tuple[OptionCount, ...]
    known: tuple[int, int, int]
    variants: tuple[OfVariant, ...]
    variants_p: float | None = None
    place_p: float | None = None


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha, or why there is none; one of the two is set."""

    value: float | None
    why_not: str = ""


@dataclass(frozen=True)
class Statistics:
    """What is computed of a quiz.

    Attributes:
        scores: of each student the points, as far as they count, as a share of those to be had; sorted.
    """

    questions: tuple[OfQuestion, ...]
    scores: tuple[float, ...]
    alpha: Alpha


@dataclass(frozen=True)
class _Row:
    """A student's answer to a question, and the rest score (``nan`` if no other place counts)."""

    answer: Answer
    rest: float


def analyse(held: QuizClass, *, place_is_item: bool) -> Statistics:
    """The statistics of a quiz.

    Args:
        held: the quiz, and what a class answered.
        place_is_item: whether a place counts as one item of Cronbach's alpha, although students get different variants
            there; where all get the same, it is one anyway.
    """
    asked, points = held.asked, held.points
    voided = {one.question for one in asked if one.voided}
    rows: dict[str, list[_Row]] = {one.question: [] for one in asked}
    scores = []
    for sheet in held.sheets:
        counting = {
            place: (answer.share or 0.0) * points[place]
            for place, answer in sheet.answers.items()
            if answer.question not in voided
        }
        earned, possible = sum(counting.values()), sum(points[place] for place in counting)
        if possible:
            scores.append(earned / possible)
        for place, answer in sheet.answers.items():
            own = points[place] if place in counting else 0.0
            rest = (earned - counting.get(place, 0.0)) / (possible - own) if possible > own else np.nan
            rows[answer.question].append(_Row(answer, rest))
    by_variant, by_place = _unequal(asked, rows)
    found = tuple(
        _of_question(one, rows[one.question], by_variant.get(one.question), by_place.get(one.place)) for one in asked
    )
    return Statistics(found, tuple(sorted(scores)), _alpha_of(held, place_is_item))


def _of_question(asked: Asked, rows: Sequence[_Row], variants_p: float | None, place_p: float | None) -> OfQuestion:
    numbers = sorted({row.answer.variant for row in rows})
    variants = [OfVariant(one, _figures([row for row in rows if row.answer.variant == one])) for one in numbers]
    top, bottom = tails(np.array([row.rest for row in rows]))
    counts, known = [], []
    for group in (np.ones(len(rows), bool), top, bottom):
        chosen = [row.answer.chosen for row, within in zip(rows, group, strict=True) if within]
        known.append(sum(ids is not None for ids in chosen))
        counts.append(Counter(one for ids in chosen for one in ids or ()))
    options = dict(asked.options) | {one: False for one in counts[0] if one not in asked.options}
    counted = [OptionCount(one, right, *(count[one] for count in counts)) for one, right in options.items()]
    counted.sort(key=lambda option: (not option.right, -option.all, option.id))
    of_variants = tuple(variants) if len(variants) > 1 else ()
    return OfQuestion(
        asked, _figures(rows), tuple(counted), (known[0], known[1], known[2]), of_variants, variants_p, place_p
    )


def _figures(rows: Sequence[_Row]) -> Figures:
    given = Counter(row.answer.given for row in rows)
    scored = [(row.answer.share, row.rest) for row in rows if row.answer.share is not None]
    shares, rests = (np.array([pair[at] for pair in scored], float) for at in (0, 1))
    return Figures(
        len(rows),
        given[Given.READ] + given[Given.COMPUTED],
        given[Given.COMPUTED],
        given[Given.NOT_ATTEMPTED],
        given[Given.MALFORMED],
        float(shares.mean()) if len(shares) else None,
        correlation(shares, rests),
    )


def correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's correlation; ``None`` for fewer than three pairs, or where either side does not vary."""
    if len(one) < 3 or np.isnan(other).any():
        return None
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size > 1e-12 else None


def tails(scores: Floats) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Who is in the top and in the bottom group: 27 % each, as T. L. Kelley, "The selection of upper and lower groups
    for the validation of test items", Journal of Educational Psychology 30 (1939), 17-24, found best.

    Here by rest score, so that no question puts its own solvers at the top. Who has the same score as the last one of a
    group belongs to it, too; there are no groups if they would meet.

    Args:
        scores: rest scores, of shape (n,).

    Returns:
        Two masks of shape (n,).
    """
    nobody = np.zeros(len(scores), bool)
    size = round(TAIL * len(scores))
    if not size or np.isnan(scores).any():
        return nobody, nobody
    # Sums of the same points in another order differ in the last digits.
    rounded = np.round(scores, 9)
    ordered = np.sort(rounded)
    if ordered[size - 1] >= ordered[-size]:
        return nobody, nobody
    return rounded >= ordered[-size], rounded <= ordered[size - 1]


def cronbach(items: Floats) -> float | None:
    """Cronbach's alpha (1951), k / (k - 1) * (1 - sum of the items' variances / variance of the sums).

    Args:
        items: points, of shape (students, items), two of each at least.

    Returns:
        ``None`` if the sums do not vary.
    """
    k = items.shape[1]
    total = float(items.sum(axis=1).var(ddof=1))
    if total < 1e-12:
        return None
    of_items = float(items.var(axis=0, ddof=1).sum())
    return float(k / (k - 1) * (1 - of_items / total))


def _alpha_of(held: QuizClass, place_is_item: bool) -> Alpha:
    sheets, points = held.sheets, held.points
    voided = {one.place for one in held.asked if one.voided}
    places = [place for place in points if place not in voided]
    got: dict[str, set[int]] = {place: {sheet.answers[place].variant for sheet in sheets} for place in places}
    different = sum(len(variants) > 1 for variants in got.values())
    if different and not place_is_item:
        told = _("Students got different variants in {n} places, and alpha needs the same items for all.")
        return Alpha(None, told.format(n=different))
    if len(places) < MINIMUM_ITEMS or len(sheets) < MINIMUM:
        told = _("There are {items} items and {n} students; expected at least {least_items} and {least}.")
        named = told.format(items=len(places), n=len(sheets), least_items=MINIMUM_ITEMS, least=MINIMUM)
        return Alpha(None, named)
    items = np.array([[(sheet.answers[place].share or 0.0) * points[place] for place in places] for sheet in sheets])
    value = cronbach(items)
    return Alpha(value, "" if value is not None else _("All students have the same score."))


def _unequal(
    asked: Sequence[Asked], rows: Mapping[str, Sequence[_Row]]
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The p-values, corrected together, of each question's variants and of each place's questions."""
    groups: dict[tuple[str, str], list[list[float]]] = {}
    for one in asked:
        by_variant: dict[int, list[float]] = {}
        for row in rows[one.question]:
            if row.answer.share is not None:
                by_variant.setdefault(row.answer.variant, []).append(row.answer.share)
        groups["question", one.question] = list(by_variant.values())
        groups.setdefault(("place", one.place), []).append([share for many in by_variant.values() for share in many])
    tested = {name: p for name, many in groups.items() if (p := kruskal_wallis(many)) is not None}
    corrected = dict(zip(tested, holm(list(tested.values())), strict=True))
    by_question = {name: p for (kind, name), p in corrected.items() if kind == "question"}
    return by_question, {name: p for (kind, name), p in corrected.items() if kind == "place"}


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float | None:
    """The p-value of the test of Kruskal and Wallis (1952), corrected for ties; for right and wrong it is the test of
    chi-square times (n - 1) / n.

    Returns:
        ``None`` if fewer than two groups have :data:`SMALLEST_GROUP` values.
    """
    large = [np.round(group, 9) for group in groups if len(group) >= SMALLEST_GROUP]
    if len(large) < 2:
        return None
    if len(np.unique(np.concatenate(large))) == 1:
        return 1.0
    from scipy.stats import kruskal

    return float(kruskal(*large).pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number by the method of S. Holm, Scandinavian Journal of Statistics 6 (1979).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        corrected[at] = largest
    return corrected
