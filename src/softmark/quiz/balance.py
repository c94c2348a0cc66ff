"""What a bank's keys give away together: a place, a length, a truth value that is mostly the right one."""

from collections import Counter
from collections.abc import Iterator, Sequence

from softmark.messages import _
from softmark.quiz.question import Kind, Problem
from softmark.quiz.variant import Variant

_FEW = 8  # questions: fewer show nothing
_MOSTLY = 0.75  # a share of the keys


def bank_findings(questions: Sequence[Sequence[Variant]]) -> Iterator[Problem]:
    """Look at the keys of all questions; of each, at least one variant is given."""
    single = [variants for variants in questions if variants[0].seen.kind is Kind.SINGLE]
    places = Counter(label for variants in single for variant in variants for label in variant.key.right)
    if len(single) >= _FEW:
        label, number = places.most_common(1)[0]
        if number > _MOSTLY * places.total():
            found = _("In {percent:.0f} % of the variants the right option is ({label}).")
            yield _about(found.format(percent=100 * number / places.total(), label=label), _("Expected every place."))
        longest = sum(_key_is_longest(variants[0]) for variants in single)
        by_chance = sum(1 / len(variants[0].seen.choices) for variants in single)
        if longest > by_chance + 2 * by_chance**0.5:
            found = _("In {n} of {all} questions the right option is the longest.").format(n=longest, all=len(single))
            yield _about(found, _("By chance it would be in {n:.0f}.").format(n=by_chance), warning=True)
    truths = [variants for variants in questions if variants[0].seen.kind is Kind.TRUE_FALSE]
    if len(truths) >= _FEW:
        value, number = Counter(variant.key.right for variants in truths for variant in variants).most_common(1)[0]
        total = sum(len(variants) for variants in truths)
        if number > _MOSTLY * total:
            found = _("{percent:.0f} % of the right answers to true-false questions are {value}.")
            told = found.format(percent=100 * number / total, value=str(value).lower())
            yield _about(told, _("Expected about half."), warning=True)


def _key_is_longest(variant: Variant) -> bool:
    lengths = {choice.label: len(choice.text) for choice in variant.seen.choices}
    right = max(lengths[label] for label in variant.key.right)
    return right > max(length for label, length in lengths.items() if label not in variant.key.right)


def _about(found: str, expected: str, *, warning: bool = False) -> Problem:
    return Problem("", 0, found, expected, warning)
