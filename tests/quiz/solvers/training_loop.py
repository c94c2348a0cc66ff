"""Of questions/training-loop."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.quiz.solvers import numbers


def _batches(rows, batch):
    return len(range(0, int(rows), int(batch)))


def _updates(seen):
    epochs, batch, rows = numbers(seen.text)
    return sum(_batches(rows, batch) for _epoch in range(int(epochs)))


def _log(seen):
    now, _epochs = numbers(re.search(r"Epoch .*", seen.text)[0])
    batches = numbers(re.search(r".*━", seen.text)[0])[0]
    return sum(int(batches) for _epoch in range(int(now)))


def _history(seen):
    epochs = int(re.search(r"epochs=(\d+)", seen.text)[1])
    return len([None for _epoch in range(epochs)])


def _step(seen):
    weight, gradient = (Fraction(one) for one in re.findall(r"= (-?[\d.]+)\$", seen.text))
    rate = Fraction(re.search(r"rate ([\d.]+\d)", seen.text)[1])
    return float(weight - rate * gradient)


SOLVERS = {
    "length-of-the-history": _history,
    "one-step-of-a-weight": _step,
    "updates-from-a-log": _log,
    "updates-of-a-training": _updates,
}
