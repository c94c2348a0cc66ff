"""Of questions/activations, except for what must be read off a picture."""

from __future__ import annotations

import math
import re

from tests.quiz.solvers import numbers


def _sigmoid(z):
    return 1 / (1 + math.exp(-z))


def _slope(seen):
    """The slope of a short piece of the curve around the place where it has this output."""
    output = numbers(seen.text)[0]
    z = math.log(output / (1 - output))
    return (_sigmoid(z + 1e-5) - _sigmoid(z - 1e-5)) / 2e-5


def _slopes(seen):
    layers, weight = numbers(seen.text)[:2]
    gradient = 1.0
    for unit in range(int(layers)):
        gradient *= (_sigmoid(1e-5) - _sigmoid(-1e-5)) / 2e-5
        if unit > 0:
            gradient *= weight
    return gradient


def _relu(seen):
    sums = numbers(re.search(r"are (.*?)\. What", seen.text)[1])
    return [(z + abs(z)) / 2 for z in sums]


SOLVERS = {
    "best-case-of-sigmoid-slopes": _slopes,
    "relu-of-five-sums": _relu,
    "slope-of-sigmoid-at-an-output": _slope,
}
