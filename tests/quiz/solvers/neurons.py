"""Of questions/neurons, except for what must be read off a picture."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _table(seen, label):
    row = next(line for line in seen.text.splitlines() if line.startswith(f"| {label}"))
    return np.array([float(cell) for cell in row.strip("|").split("|")[1:]])


def _image_shape(seen):
    shape = re.search(r"is `\(([\d, ]+)\)`", seen.text)[1]
    return list(np.zeros([int(one) for one in shape.split(",")], dtype=bool)[0].shape)


def _flatten(seen):
    height, width = (int(number) for number in numbers(seen.text)[:2])
    return sum(1 for _row in range(height) for _column in range(width))


def _price_net(seen):
    inputs, hidden = (int(number) for number in numbers(seen.text)[:2])
    unit, output = np.zeros(inputs + 1), np.zeros(hidden + 1)
    return unit.size * hidden + output.size


def _inputs(seen):
    parameters, units = (int(number) for number in numbers(seen.text))
    return next(inputs for inputs in range(parameters) if inputs * units + units == parameters)


def _first_value(seen):
    bias = numbers(seen.text)[-1]
    return float(np.sum(_table(seen, "input") * _table(seen, "weight"))) + bias


def _price(seen):
    """By matrices: the hidden layer, then the output."""
    a1, a2, c1, c2, p, q, bias, rooms, baths, parks, noise = numbers(seen.text)
    hidden = np.array([[a1, a2, 0, 0], [0, 0, c1, -c2]]) @ [rooms, baths, parks, noise]
    return float(np.array([p, q]) @ hidden + bias)


def _folded(seen):
    """A straight line is known from its values at 0 and at 1."""
    w1, b1, w2, b2, v1, v2, c = numbers(re.sub(r"h_\d", "h", seen.text[seen.text.index("$$") : seen.text.rindex("$$")]))
    at_0, at_1 = (v1 * (w1 * x + b1) + v2 * (w2 * x + b2) + c for x in (0, 1))
    return [at_1 - at_0, at_0]


SOLVERS = {
    "first-hidden-value": _first_value,
    "flatten-gray-images": _flatten,
    "input-shape-of-gray-images": _image_shape,
    "inputs-from-parameter-count": _inputs,
    "parameters-of-a-price-net": _price_net,
    "price-from-two-factors": _price,
    "two-linear-layers-as-one": _folded,
}
