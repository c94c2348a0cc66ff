"""Of questions/units."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _dense(seen):
    inputs, hidden, classes = (int(number) for number in numbers(seen.text))
    return sum(inputs + 1 for _unit in range(hidden)) + sum(hidden + 1 for _unit in range(classes))


def _forward(seen):
    W, x, b = (
        np.array([[float(one) for one in row.split("&")] for row in held.split(r"\\")])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", seen.text)
    )
    return np.clip(W @ x + b, 0, None)


SOLVERS = {"dense-parameters": _dense, "forward-pass": _forward}
