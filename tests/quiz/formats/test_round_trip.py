"""From the bank into a format and back: the same answers, options, feedback and tolerances."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from softmark.quiz import Kind, Variant, draw, judge, parse_question
from softmark.quiz.bank import Bank
from softmark.quiz.formats import jupyterquiz, jupyterquiz_import, moodle, moodle_import, texts
from softmark.quiz.formats.carried import Asked, asked_of
from softmark.quiz.formats.collected import Collected
from softmark.quiz.formats.texts import plain_of
from softmark.quiz.proving import key_answers

FORMATS = [(moodle, moodle_import), (jupyterquiz, jupyterquiz_import)]


@pytest.fixture(scope="module")
def carried(bank: Bank) -> list[Asked]:
    """Some questions of each type, without pictures, which only travel out."""
    found = []
    for kind in Kind:
        fitting = [one for one in bank.questions if one.kind is kind and "picture(" not in one.block]
        found += [asked_of(one, 2, 3) for one in fitting[:: max(1, len(fitting) // 12)]]
    return found


@pytest.mark.parametrize(("out", "back"), FORMATS)
def test_what_is_carried_comes_back(carried: list[Asked], out: ModuleType, back: ModuleType) -> None:
    """Every variant that is exported is imported as a question that the linter accepts, and that asks the same."""
    kept = [one for one in carried if not any(loss.whole for loss in out.refusals(one))]
    collected = Collected("file", "t")
    back.collect(out.document(kept), collected)
    variants = [(one, variant) for one in kept for variant in one.variants]
    assert not [loss for loss in collected.losses if loss.whole]
    assert not collected.filled
    assert len(variants) == len(collected.texts) > 40
    for (one, variant), (name, text) in zip(variants, collected.texts.items(), strict=True):
        read = parse_question(text, f"t/{name}.md")
        again = draw(read, 0)
        assert again.seen.kind is variant.seen.kind, name
        assert _seen(variant) == _seen(again), name
        assert _told(variant, out) == _told(again, out), name
        if out is moodle:
            question = one.question
            assert (read.points, read.goals, read.difficulty) == (question.points, question.goals, question.difficulty)
            assert read.shuffled == question.shuffled
            assert name in one.names
        for answer in key_answers(again) if variant.seen.kind in (Kind.NUMBER, Kind.TEXT, Kind.TRUE_FALSE) else ():
            assert judge(variant, answer).share == 1, name


def test_a_number_is_right_within_the_same_bounds(carried: list[Asked]) -> None:
    """Right inside the tolerance, wrong outside, in both formats and for both kinds of tolerance."""
    numbers = [one for one in carried if one.question.kind is Kind.NUMBER and not one.question.units]
    assert any((one.question.tolerance is None) for one in numbers)
    for out, back in FORMATS:
        collected = Collected("file", "t")
        back.collect(out.document(numbers), collected)
        variants = [variant for one in numbers for variant in one.variants]
        for variant, (name, text) in zip(variants, collected.texts.items(), strict=True):
            again = draw(parse_question(text, f"t/{name}.md"), 0)
            around = max(variant.key.tolerance.around(variant.key.right), 1e-7)
            for share in (0.0, 0.999, -0.999, 1.01, -1.01):
                answer = variant.key.right + share * around
                assert judge(again, answer).share == judge(variant, answer).share, (name, share)
            for mistake in variant.key.mistakes:
                assert html_of(judge(again, mistake.value).message) == html_of(mistake.feedback), name


def html_of(markdown: str) -> str:
    """What is seen, in which line breaks are blanks."""
    return re.sub(r">\s+<", "><", " ".join(texts.html_of(markdown).split()))


def _seen(variant: Variant) -> object:
    # Moodle's menus of right sides are plain text.
    shown = plain_of if variant.seen.kind is Kind.MATCHING else html_of
    choices = {shown(choice.text): choice.label for choice in variant.seen.choices}
    right = variant.key.right
    match variant.seen.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            right = {text for text, label in choices.items() if label in right}
        case Kind.ORDERING:
            shown_as = {label: text for text, label in choices.items()}
            right = [shown_as[label] for label in right]
        case Kind.MATCHING:
            shown_as = {label: text for text, label in choices.items()}
            right = {html_of(left.text): shown_as[right[left.label]] for left in variant.seen.lefts}
        case Kind.NUMBER:
            right = pytest.approx(right, rel=1e-9)
    return html_of(variant.seen.text), sorted(choices), right


def _told(variant: Variant, out: ModuleType) -> object:
    """The explanation, and what is said of each wrong answer that can be chosen."""
    key = variant.key
    said = {html_of(one.text): html_of(key.feedback.get(one.label, "")) for one in variant.seen.choices}
    if variant.seen.kind is Kind.MATCHING:
        said = {}
    if out is jupyterquiz:  # which says the explanation of what is right
        said = {text: told for text, told in said.items() if told}
    mistakes = sorted(html_of(one.feedback) for one in key.mistakes)
    return html_of(key.explanation), said, mistakes
