"""Of questions/output-layers."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _vectors(text):
    return [
        np.array([float(one) for one in re.split(r"\\\\|&", held)])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", text)
    ]


def _unit(seen):
    w, x = _vectors(seen.text)
    b = float(re.search(r"b = (-?[\d.]+)", seen.text)[1])
    score = sum(weight * value for weight, value in zip(w, x, strict=True)) + b
    return 0.5 + 0.5 * np.tanh(score / 2)


def _score(seen):
    a, b = (np.exp(one) for one in numbers(seen.text.replace("class 0", "").replace("class 1", "")))
    p = b / (a + b)
    return np.log(p / (1 - p))


def _largest(seen):
    (z,) = _vectors(seen.text)
    return [int(sum(other > one for other in z) == 0) for one in z]


def _labels(seen):
    (p,) = _vectors(seen.text)
    return np.round(p)


def _classes(seen):
    lines = re.search(r"```text\n(.*?)\n```", seen.text, re.DOTALL)[1].split("\n")
    rows = [[float(one) for one in line.split()] for line in lines]
    return [row.index(max(row)) for row in rows]


def _left_out(seen):
    given = [float(one) for one in re.findall(r"0\.\d+", seen.text)]
    hundredths = 100
    for one in given:
        hundredths -= round(100 * one)
    return hundredths / 100


def _identity(seen):
    z = float(re.search(r"z = (-?[\d.]+)", seen.text)[1])
    return [z, ((z + 0.001) - (z - 0.001)) / 0.002]


SOLVERS = {
    "sigmoid-unit-by-hand": _unit,
    "two-class-softmax-as-sigmoid": _score,
    "softmax-of-scaled-scores": _largest,
    "labels-at-cut-off": _labels,
    "classes-from-a-table": _classes,
    "softmax-output-left-out": _left_out,
    "identity-value-and-slope": _identity,
}
