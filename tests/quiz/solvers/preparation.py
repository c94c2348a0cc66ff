"""Of questions/preparation."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _robust(seen):
    quartiles = [float(number) for number in re.findall(r"= (\d+)\$", seen.text)]
    places = np.interp(quartiles, [quartiles[0], quartiles[2]], [0, 1])  # the quartiles are 1 apart
    return round(places[2] - places[1], 2)


def _range_left(seen):
    low, high, outlier = numbers(seen.text)[:3]
    column = np.array([low, *np.linspace(low, high, 50), high, outlier])
    scaled = (column - column.mean()) / column.std()
    return round(100 * float(np.ptp(scaled[:-1]) / np.ptp(scaled)), 1)


SOLVERS = {"robust-scaled-quartile": _robust, "range-left-by-an-outlier": _range_left}
