"""Variants in JSON and back: nothing of them is lost, and nothing of the key is in what students get."""

from __future__ import annotations

import json

from softmark.quiz import Kind, State, draw, judge
from softmark.quiz.proving import key_answers
from softmark.quiz.stored import seen_as_json, seen_of_json, variant_as_json, variant_of_json


def test_variant_is_the_same_after_a_trip_through_json(bank):
    """Of every question of the bank: what is seen, the key, and what the key says of its own answers."""
    for question in bank.questions:
        variant = draw(question, 3)
        again = variant_of_json(json.loads(json.dumps(variant_as_json(variant))))
        assert again.seen == variant.seen
        assert variant_as_json(again) == variant_as_json(variant)
        assert type(again.key.right) is type(variant.key.right)
        assert again.key.tolerance == variant.key.tolerance
        if question.kind is not Kind.CODE:
            assert all(judge(again, answer).state is State.RIGHT for answer in key_answers(again))


def test_what_is_seen_holds_nothing_of_the_key(bank):
    """Not an option's id, its feedback, a mistake's, the explanation."""
    for question in bank.questions:
        variant = draw(question, 3)
        text = json.dumps(seen_as_json(variant.seen))
        assert seen_of_json(json.loads(text)) == variant.seen
        key = variant.key
        told = [*key.feedback.values(), *(one.feedback for one in key.mistakes), key.explanation, key.checks]
        assert not [one for one in told if one and json.dumps(one)[1:-1] in text]
