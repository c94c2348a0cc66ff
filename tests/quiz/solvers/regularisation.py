"""Of questions/regularisation."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from tests.quiz.solvers import numbers


def _hold_out(seen):
    percent, rows, _epochs = numbers(seen.text)
    return round(rows / (100 / percent))


def _l2(seen):
    weights = np.array(numbers(re.search(r"w = \((.*?)\)", seen.text)[1]))
    factor = float(re.search(r"lambda = ([\d.]+)", seen.text)[1])
    error = float(re.search(r"squared error is ([\d.]+\d)", seen.text)[1])
    return error + factor * (weights @ weights)


def _dropout(seen):
    units, left_out = re.search(r"layer of (\d+) units.*?Dropout\(([\d.]+)\)", seen.text, re.DOTALL).groups()
    return [int((1 - Fraction(left_out)) * int(units)), int(units)]


def _last_epoch(seen):
    patience = int(re.search(r"patience=(\d+)", seen.text)[1])
    losses = [float(one) for one in re.findall(r"\b0\.\d\d\b", seen.text)]
    return next(
        epoch
        for epoch in range(patience + 1, len(losses) + 1)
        if min(losses[epoch - patience : epoch]) >= min(losses[: epoch - patience])
    )


def _bump(seen):
    _runs, best, early, back, _again = (int(number) for number in numbers(seen.text))
    worse = [epoch for epoch in range(early + 1, best) if epoch < back]
    return next(patience for patience in range(1, 40) if patience > len(worse))


SOLVERS = {
    "hold-out-rows-validated": _hold_out,
    "l2-penalty-loss": _l2,
    "dropout-active-units": _dropout,
    "patience-last-epoch": _last_epoch,
    "patience-that-survives-a-bump": _bump,
}
