"""Of questions/confusion-metrics."""

from __future__ import annotations

import ast
import itertools
import math
import re
from fractions import Fraction

from tests.quiz.solvers import numbers


def _table(text):
    """The rows of the first matrix in a text."""
    held = re.search(r"begin\{bmatrix\}(.*?)\\end", text, re.DOTALL)[1]
    return [[int(cell) for cell in row.split("&")] for row in held.split(r"\\")]


def _cases(table):
    """A confusion matrix as a list of single rows: (truth, prediction)."""
    return [(t, p) for t, row in enumerate(table) for p, count in enumerate(row) for _case in range(count)]


def _f1(cases, label):
    precise = [t == label for t, p in cases if p == label]
    found = [p == label for t, p in cases if t == label]
    return 2 / (len(precise) / sum(precise) + len(found) / sum(found))


def _units(seen):
    example, real, mae = numbers(seen.text)
    return mae * real / example


def _mape(seen):
    rows = [(float(y), float(p)) for y, p in re.findall(r"^\| \d \| (\S+) \| (\S+) \|", seen.text, re.MULTILINE)]
    shares = [abs(p / y - 1) for y, p in rows if y]
    return 100 * math.fsum(shares) / len(shares)


def _percentage(seen):
    return float(re.search(r"returns ([\d.]+)\.\n", seen.text)[1]) / 0.01


def _screening(seen):
    everybody, positive, _negative, hit, missed = (int(number) for number in numbers(seen.text)[:5])
    ill = hit + missed
    return [[everybody - ill - (positive - hit), positive - hit], [missed, ill - missed]]


def _two_lists(seen):
    truth, predicted = (ast.literal_eval(held) for held in re.findall(r"= (\[.*\])", seen.text))
    pairs = list(zip(truth, predicted, strict=True))
    return [[pairs.count((t, p)) for p in (0, 1)] for t in (0, 1)]


def _sensitivity(seen):
    ill, found, well, alarmed = numbers(seen.text)
    return [found / ill, 1 - alarmed / well]


def _camera(seen):
    rejected, hit, missed, _fine = (int(number) for number in numbers(seen.text)[:4])
    return [1 - (rejected - hit) / rejected, 1 - missed / (hit + missed)]


def _harmonic(seen):
    precision, recall = (Fraction(share) for share in re.findall(r"\d\.\d\d", seen.text)[:2])
    return float(1 / ((1 / precision + 1 / recall) / 2))


def _cells(seen):
    return _f1(_cases(_table(seen.text)), 1)


def _losses(seen):
    right, first, second = (float(share) for share in re.findall(r"\d\.\d\d", seen.text))
    return [-math.log(right**9 * wrong) / 10 for wrong in (first, second)]


def _ratings(seen):
    cases = _cases(_table(seen.text))
    return [sum(t == p for t, p in cases) / len(cases), sum(_f1(cases, label) for label in range(3)) / 3]


def _scores(seen):
    return [[float(score) for score in held.split(",")] for held in re.findall(r"class \d: (.*)", seen.text)]


def _area(seen):
    """The area under the curve itself, by trapezoids."""
    ones, zeros = _scores(seen)
    cuts = [math.inf, *sorted({*ones, *zeros}, reverse=True)]
    curve = [[sum(score >= cut for score in rows) / len(rows) for rows in (zeros, ones)] for cut in cuts]
    return sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in itertools.pairwise(curve))


def _point(seen):
    ones, zeros = _scores(seen)
    cut = float(re.search(r"at least (\d\.\d)", seen.text)[1])
    return [1 - len([score for score in rows if score < cut]) / len(rows) for rows in (zeros, ones)]


SOLVERS = {
    "mae-in-real-units": _units,
    "mape-of-nonzero-rows": _mape,
    "mape-fraction-or-percentage": _percentage,
    "fill-in-the-screening-table": _screening,
    "confusion-matrix-from-two-lists": _two_lists,
    "sensitivity-and-specificity": _sensitivity,
    "precision-then-recall": _camera,
    "f1-is-no-arithmetic-mean": _harmonic,
    "f1-from-four-cells": _cells,
    "two-models-one-accuracy": _losses,
    "accuracy-and-macro-f1-of-ratings": _ratings,
    "auc-by-counting-pairs": _area,
    "roc-point-at-a-cut-off": _point,
}
