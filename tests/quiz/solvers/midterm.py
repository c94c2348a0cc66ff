"""Of questions/midterm."""

from __future__ import annotations

import math
import re

import numpy as np

from tests.quiz.solvers import numbers


def _named(text):
    """The numbers that are given as ``name = number``."""
    return {name: float(number) for name, number in re.findall(r"(\w+) = (-?[\d.]*\d)", text)}


def _slope(function, at, step=1e-4):
    return (function(at + step) - function(at - step)) / (2 * step)


def _chain(seen):
    given = _named(seen.text)
    return round(_slope(lambda w1: (given["w_2"] * w1 * given["x"] - given["y"]) ** 2, given["w_1"]), 3)


def _line(text):
    """The numbers of two hidden units and an output, as they are written in the formula."""
    formula = re.search(r"\$\$(.*?)\$\$", text, re.DOTALL)[1]
    w1, b1, w2, b2, v1, v2, c = numbers(re.sub(r"h_\d", "h", formula))
    return np.array([w1, w2]), np.array([b1, b2]), np.array([v1, v2]), c


def _forward(seen):
    w, b, v, c = _line(seen.text)
    given = _named(seen.text)
    return (v @ np.clip(w * given["x"] + b, 0, None) + c - given["y"]) ** 2


def _collapsed(seen):
    """From two points of the line."""
    w, b, v, c = _line(seen.text)
    at_0, at_1 = (v @ (w * x + b) + c for x in (0, 1))
    return [at_1 - at_0, at_0]


def _mse(seen):
    true, predicted = (
        numbers(held) for held in re.match(r"True values: (.*)\. Predictions.*: (.*)\.", seen.text).groups()
    )
    errors = np.subtract(true, predicted)
    return errors @ errors / len(errors)


def _folds(seen):
    rows, k = (int(number) for number in numbers(seen.text)[:2])
    parts = [set(range(first, rows, k)) for first in range(k)]
    trained = {rows - len(part) for part in parts}
    assert len(trained) == 1
    return [len(parts), trained.pop(), sum(0 in part for part in parts)]


def _brackets(seen):
    given = _named(seen.text)
    return [1 / (1 + given["FP"] / given["TP"]), 1 / (1 + given["FN"] / given["TP"])]


def _descent(seen):
    lowest = float(re.search(r"w - \((-?\d+)\)", seen.text)[1])
    w, rate = _named(seen.text)["w"], float(re.search(r"rate ([\d.]+)\.", seen.text)[1])
    for _step in range(2):
        w -= rate * _slope(lambda v: (v - lowest) ** 2, w)
    return w


def _updates(seen):
    rows, size = int(numbers(seen.text)[0]), int(re.search(r"batch_size=(\d+)", seen.text)[1])
    return [len(range(0, rows, step)) for step in (rows, 1, size)]


def _softmax(seen):
    scores = [math.log(int(number)) for number in re.findall(r"\\ln (\d+)", seen.text)]
    return [1 / sum(math.exp(other - score) for other in scores) for score in scores]


SOLVERS = {
    "chain-rule-by-hand": _chain,
    "forward-to-the-loss": _forward,
    "two-layers-without-activation": _collapsed,
    "mean-squared-error-by-hand": _mse,
    "k-fold-in-numbers": _folds,
    "recall-typed-without-brackets": _brackets,
    "two-steps-downhill": _descent,
    "updates-of-three-kinds": _updates,
    "softmax-of-logarithms": _softmax,
}
