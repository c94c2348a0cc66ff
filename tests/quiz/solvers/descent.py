"""Of questions/descent."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _value(name, text):
    return float(re.search(rf"{name} (?:= )?(-?\d+(?:\.\d+)?)", text)[1])


def _one_weight(seen):
    weight, gradient, rate = (float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", seen.text))
    return (weight / rate - gradient) * rate


def _two_updates(seen):
    """With the gradient from small differences of the loss."""
    w, b, x, y = (_value(rf"\${name}", seen.text) for name in "wbxy")
    rate, h = _value("learning rate", seen.text), 1e-5

    def loss(w, b):
        return (w * x + b - y) ** 2

    slopes = loss(w + h, b) - loss(w - h, b), loss(w, b + h) - loss(w, b - h)
    return [w - rate * slopes[0] / (2 * h), b - rate * slopes[1] / (2 * h)]


def _updates(seen):
    rows, _one, _two, batch, _three = (int(number) for number in numbers(seen.text))
    return [len(range(0, rows, size)) for size in (1, batch, rows)]


def _first_step(seen):
    """Adam as Keras has it: with both moments and their corrections."""
    weight = float(re.search(r"both \$(-?[\d.]+)\$", seen.text)[1])
    rate = _value(r"\$r", seen.text)
    gradients = np.array([_value(rf"\$g_{at}", seen.text) for at in (1, 2)])
    first, second = 0.1 * gradients / (1 - 0.9), 0.001 * gradients**2 / (1 - 0.999)
    return [(weight - rate * gradients).tolist(), (weight - rate * first / (np.sqrt(second) + 1e-7)).tolist()]


SOLVERS = {
    "one-weight-update": _one_weight,
    "two-updates-by-hand": _two_updates,
    "updates-by-kind-of-batch": _updates,
    "first-step-sgd-adam": _first_step,
}
