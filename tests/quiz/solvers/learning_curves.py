"""Of questions/learning-curves."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from tests.quiz.solvers import numbers


def _last_useful(seen):
    rows = [[float(cell) for cell in line.strip("| ").split("|")] for line in re.findall(r"^\| \d.*$", seen.text, re.M)]
    return int(min(rows, key=lambda row: row[2])[0])


def _second_fit(seen):
    return sum(int(number) for number in re.findall(r"epochs=(\d+)", seen.text))


def _axes(seen):
    inputs, units = (
        int(re.search(pattern, seen.text)[1]) for pattern in (r"with (\d+) inputs", r"layer `Dense\((\d+)\)")
    )
    arrays = [np.zeros((inputs, units)), np.zeros(units), np.zeros((units, 1)), np.zeros(1)]
    return sum(array.size for array in arrays) + 1


def _one_step(seen):
    w, slope, rate = (Fraction(number) for number in re.findall(r"(?:= |is )(-?\d+\.?\d*)", seen.text)[:3])
    return float(w + rate * -slope)


def _three_weights(seen):
    W, G = (
        [Fraction(one.strip()) for one in held.split("&")]
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", seen.text, re.DOTALL)
    )
    rate = Fraction(re.search(r"eta = ([\d.]+)", seen.text)[1])
    return [float(w - rate * g) for w, g in zip(W, G, strict=True)]


def _parabola(formula):
    """The polynomial that three points of the curve belong to, the highest power first."""
    k, beside, above = re.fullmatch(r"(\d*)\(w ([-+] \d+)\)\^2 ([-+] \d+)", formula).groups()
    curve = [int(k or 1) * (w + int(beside.replace(" ", ""))) ** 2 + int(above.replace(" ", "")) for w in (-1, 0, 1)]
    return (curve[2] + curve[0]) / 2 - curve[1], (curve[2] - curve[0]) / 2, curve[1]


def _minimum(seen):
    a, b, c = _parabola(re.search(r"L\(w\) = ([^$]+)\$", seen.text)[1])
    return [-b / (2 * a), c - b * b / (4 * a)]


def _slope(seen):
    a, b, _c = _parabola(re.search(r"L\(w\) = ([^$]+)\$", seen.text)[1])
    return 2 * a * int(re.search(r"w = (-?\d+)\$", seen.text)[1]) + b


def _iterations(seen):
    batch, _epochs, rows = (int(number) for number in numbers(seen.text))
    return len(range(0, rows, batch))


def _epochs_done(seen):
    rows, batch, updates = numbers(seen.text)
    return round(updates * batch / rows)


def _shrunk(seen):
    columns = int(re.search(r"(\d+) input", seen.text)[1])
    units = [int(number) for number in re.findall(r"Dense\((\d+)\)", seen.text)]
    old, new = units[:3], units[3:]
    return [
        sum((before + 1) * after for before, after in zip([columns, *widths], widths, strict=False))
        for widths in (old, new)
    ]


SOLVERS = {
    "last-useful-epoch": _last_useful,
    "second-fit-epochs": _second_fit,
    "axes-of-the-loss-surface": _axes,
    "one-step-downhill": _one_step,
    "update-of-three-weights": _three_weights,
    "minimum-of-a-parabola": _minimum,
    "slope-of-a-parabola": _slope,
    "iterations-in-one-epoch": _iterations,
    "epochs-after-many-updates": _epochs_done,
    "parameters-saved-by-shrinking": _shrunk,
}
