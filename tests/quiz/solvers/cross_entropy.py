"""Of questions/cross-entropy."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _cells(text, name):
    line = next(line for line in text.split("\n") if line.startswith(f"| {name} "))
    return [float(cell) for cell in line.strip("| ").split("|")[1:]]


def _logits(text):
    held = re.search(r"begin\{bmatrix\}(.*?)\\end", text)[1]
    return np.array([float(one) for one in re.split(r"\\\\|&", held)])


def _shares(z):
    """Softmax: each share is 1 over the sum of what e to the differences gives."""
    return [1 / sum(np.exp(other - one) for other in z) for one in z]


def _one_row(seen):
    return -np.dot(_cells(seen.text, "label"), np.log(_cells(seen.text, "output")))


def _two_rows(seen):
    rows = [_cells(seen.text, str(at)) for at in (1, 2)]
    truth = [1 - abs(label - p) for label, p in rows]
    return -np.log(truth[0] * truth[1]) / 2


def _table(seen):
    lines = re.search(r"```text\n(.*?)\n```", seen.text, re.DOTALL)[1].split("\n")[1:]
    product = 1.0
    for line in lines:
        *p, true = line.split()
        product *= float(p[int(true)])
    return -np.log(product) / len(lines)


def _logit(seen):
    y = int(re.search(r"the\s+label (\d)", seen.text)[1])
    z = float(re.search(r"gives \$(-?[\d.]+)\$", seen.text)[1])
    return np.log1p(np.exp(-z if y else z))


def _probabilities(seen):
    return _shares(_logits(seen.text))


def _class_number(seen):
    z = _logits(seen.text)
    label = int(re.search(r"The label is (\d)", seen.text)[1])
    return np.log(np.exp(z).sum()) - z[label]


def _gaussian(seen):
    *_formula, y, first, second = numbers(seen.text.split("**one** row")[1])

    def log_p(prediction):
        return np.log(np.exp(-((y - prediction) ** 2) / 2) / np.sqrt(2 * np.pi))

    return log_p(second) - log_p(first)


SOLVERS = {
    "cross-entropy-of-one-row": _one_row,
    "binary-cross-entropy-of-two-rows": _two_rows,
    "mean-loss-of-a-table": _table,
    "loss-from-a-single-logit": _logit,
    "probabilities-from-three-logits": _probabilities,
    "loss-from-logits-and-class-number": _class_number,
    "gaussian-negative-log-likelihood": _gaussian,
}
