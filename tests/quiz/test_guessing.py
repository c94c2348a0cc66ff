"""A class that guesses: what a whole quiz of the bank's questions earns it, against what docs/questions.md promises."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import combinations, permutations, product

import numpy as np
import pytest

from softmark.quiz import Kind
from softmark.quiz.answered import answered
from softmark.quiz.building import build
from softmark.quiz.choosing import number_for, places_of
from softmark.quiz.quizfile import read_quiz
from softmark.quiz.stored import variant_of_json

SHEETS = 10_000
KINDS = [kind for kind in Kind if kind is not Kind.CODE]
GUESSED = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.MATCHING, Kind.ORDERING)
# Two places of each type; all questions of the bank are dealt out to them.
QUIZ = 'title = "Guessed"\nmode = "exam"\nvariants = 2\n' + "".join(
    f'\n[[questions]]\ntype = "{kind}"\npick = 2\npoints = 1\n' for kind in KINDS
)


@pytest.fixture(scope="module")
def key(bank, tmp_path_factory):
    """The quiz's ``hidden/quiz.json``, without the pictures, of which nothing is judged."""
    file = tmp_path_factory.mktemp("guessed") / "quiz.toml"
    file.write_text(QUIZ)
    quiz = read_quiz(file)
    held = json.loads(json.dumps(build(quiz, places_of(quiz, bank)).key))
    for place in held["questions"].values():
        for variant in place["variants"]:
            variant["seen"].pop("picture", None)
    return held


@pytest.fixture(scope="module")
def variants(key):
    """Those of each place."""
    return {name: [variant_of_json(one) for one in place["variants"]] for name, place in key["questions"].items()}


def all_guesses(seen):
    """Every answer that somebody who guesses might give, each as likely; of what is not guessed, nothing."""
    labels = [choice.label for choice in seen.choices]
    match seen.kind:
        case Kind.SINGLE:
            return labels
        case Kind.TRUE_FALSE:
            return [True, False]
        case Kind.MULTIPLE:
            return [
                tuple(label for label, taken in zip(labels, taken, strict=True) if taken)
                for taken in product([0, 1], repeat=len(labels))
            ]
        case Kind.MATCHING if len(labels) >= len(seen.lefts):
            return list(permutations(labels, len(seen.lefts)))
        case Kind.MATCHING:
            return list(product(labels, repeat=len(seen.lefts)))
        case Kind.ORDERING:
            return list(permutations(labels))
    return []


def promised(variant, answer):
    """The share of the points by the rules of docs/questions.md, said a second time."""
    seen, right = variant.seen, variant.key.right
    if seen.kind is Kind.MULTIPLE:
        wrong = len(seen.choices) - len(right)
        hits = sum(label in right for label in answer)
        return max(0.0, hits / len(right) - (len(answer) - hits) * max(1 / len(right), 1 / wrong))
    if seen.kind is Kind.MATCHING:
        most = Counter(right.values()).most_common(1)[0][1]
        hits = sum(right[left.label] == label for left, label in zip(seen.lefts, answer, strict=True))
        return max(0.0, (hits - most) / (len(right) - most))
    if seen.kind is Kind.ORDERING:
        pairs = list(combinations(right, 2))
        kept = sum(answer.index(first) < answer.index(second) for first, second in pairs)
        return max(0.0, 2 * kept / len(pairs) - 1)
    return float(answer in right if seen.kind is Kind.SINGLE else answer is right)


def test_guessing_a_whole_quiz_earns_what_the_rules_promise(key, variants):
    """10,000 students, each with their own questions: on average no more and no less, in each type and in all."""
    rng = np.random.default_rng(11)
    guesses = cache(lambda name, number: all_guesses(variants[name][number].seen))

    @cache
    def expected(name, number):
        return np.mean([promised(variants[name][number], guess) for guess in guesses(name, number)] or [0.0])

    @cache
    def share(name, number, answer, student):
        return answered(key, name, list(answer) if isinstance(answer, tuple) else answer, student).share

    numbered: dict[tuple[str, int], str] = {}
    more = {kind: np.zeros(SHEETS) for kind in KINDS}
    for at in range(SHEETS):
        for name, asked in variants.items():
            number = number_for(key["quiz"], name, f"student{at}", len(asked))
            # Whoever has the same variant has the same points for the same answer.
            student = numbered.setdefault((name, number), f"student{at}")
            kind, among = asked[number].seen.kind, guesses(name, number)
            answer = among[rng.integers(len(among))] if among else wild(kind, rng)
            more[kind][at] += share(name, number, answer, student) - expected(name, number)
    for kind in GUESSED:
        assert abs(more[kind].mean()) < 4 * more[kind].std() / SHEETS**0.5, kind
        assert more[kind].std() > 0.1, "Somebody is lucky."
    for kind in set(KINDS) - set(GUESSED):
        assert more[kind].mean() < 0.001, f"Of type {kind}, nothing is guessed."
    whole = sum(more.values())
    assert abs(whole.mean()) < 4 * whole.std() / SHEETS**0.5


def wild(kind, rng):
    """An answer to what is not guessed."""
    if kind is Kind.TEXT:
        return "".join(rng.choice(list("aeioudlnrst"), size=7))
    number = round(float(rng.normal(0, 1000)), 2)
    return number if kind is Kind.NUMBER else (number, round(number / 3, 2))


def test_nothing_is_earned_by_nothing_or_by_all(key, variants):
    """By blanks, by ticking all, by matching all with the same, by the order backwards: for every question."""
    for name, asked in variants.items():
        for number, variant in enumerate(asked):
            student = student_with(key, name, len(asked), number)
            labels = [choice.label for choice in variant.seen.choices]
            sheets = ["...", None, ..., "", [], "?"]
            if variant.seen.kind in (Kind.SINGLE, Kind.MULTIPLE):
                sheets += [labels, "".join(labels), dict.fromkeys(labels, True)]
            if variant.seen.kind is Kind.MATCHING:
                sheets += [[label] * len(variant.seen.lefts) for label in labels]
            if variant.seen.kind is Kind.ORDERING:
                sheets.append(variant.key.right[::-1])
            for sheet in sheets:
                assert answered(key, name, sheet, student).share == 0, (variant.question, sheet)


def student_with(key, name, count, number):
    """Somebody who is asked this variant."""
    students = map("student{}".format, range(100_000))
    return next(student for student in students if number_for(key["quiz"], name, student, count) == number)
