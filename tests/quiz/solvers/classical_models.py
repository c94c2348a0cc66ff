"""Of questions/classical-models."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

import numpy as np

from tests.quiz.solvers import numbers


def _boosting(seen):
    rate, start, _share, goal = numbers(seen.text)
    models, left = 0, start
    while left >= goal:
        left -= rate * left
        models += 1
    return models


def _grid(seen):
    lists = re.findall(r"\[(.*?)\]", seen.text)
    folds = range(int(re.search(r"cv=(\d+)", seen.text)[1]))
    return len(list(itertools.product(*(held.split(",") for held in lists), folds)))


def _impure(*counts):
    """The probability that two cases, drawn one after the other with replacement, are of different classes."""
    n = sum(counts)
    return sum(Fraction(a * b, n * n) for i, a in enumerate(counts) for j, b in enumerate(counts) if i != j)


def _gini(seen):
    return float(_impure(*(int(number) for number in numbers(seen.text)[:2])))


def _gain(seen):
    yes, no, *cells = (int(number) for number in numbers(seen.text))
    children = [cells[:2], cells[2:4]]
    return float(_impure(yes, no) - sum(Fraction(sum(child), yes + no) * _impure(*child) for child in children))


def _left_out(seen):
    n = int(numbers(seen.text)[0])
    out = 1.0
    for _draw in range(n):
        out *= (n - 1) / n
    return out


def _ensemble(seen):
    truth, *predictions = numbers(seen.text)
    return abs(sum(one - truth for one in predictions[:4]) / 4)


def _border(seen):
    """Tries all borders between the classes for the widest distance to the closest case."""
    first, second = (np.array(numbers(line)) for line in re.findall(r"class [AB]: (.*)", seen.text))
    cases = np.concatenate([first, second])
    low, high = (first, second) if first.max() < second.min() else (second, first)
    borders = np.arange(2 * low.max() + 1, 2 * high.min()) / 2
    return max(borders, key=lambda border: np.abs(cases - border).min())


def _clusters(seen):
    rows = [numbers(line.split("|", 2)[2]) for line in seen.text.splitlines() if line.startswith("| cluster")]
    best = max(sum(rows[row][one] for row, one in enumerate(names)) for names in itertools.permutations(range(3)))
    return best / sum(map(sum, rows))


SOLVERS = {
    "boosting-models-needed": _boosting,
    "grid-search-fits": _grid,
    "gini-of-a-node": _gini,
    "gini-gain-of-a-split": _gain,
    "row-left-out-of-bootstrap": _left_out,
    "ensemble-of-prices": _ensemble,
    "margin-border-on-a-line": _border,
    "naming-the-clusters": _clusters,
}
