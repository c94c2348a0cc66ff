"""Of questions/transfer."""

from __future__ import annotations

from tests.quiz.solvers import numbers


def _trainable(seen):
    _base, features, classes = (int(number) for number in numbers(seen.text))
    return sum(features + 1 for _unit in range(classes))


def _few_shot(seen):
    ways, shots = (abs(int(number)) for number in numbers(seen.text)[:2])
    return len([(one, image) for one in range(ways) for image in range(shots)])


SOLVERS = {"trainable-after-freezing": _trainable, "few-shot-images": _few_shot}
