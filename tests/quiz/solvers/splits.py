"""Of questions/splits."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np

from tests.quiz.solvers import numbers


def _three_parts(seen):
    rows, test_share, val_share = (int(number) for number in numbers(seen.text))
    test = round(Fraction(test_share, 100) * rows)
    val = round(Fraction(val_share, 100) * (rows - test))
    return [rows - test - val, val, test]


def _peek(seen):
    *lines, _last = re.findall(r"^ *(\d+)  (.*)$", seen.text, re.MULTILINE)
    whole = re.compile(r"\bX\[columns\]|\bX\[c\]|validation_data=\(X_test")
    (found,) = (number for number, line in lines if whole.search(line))
    return int(found)


def _fold_sizes(seen):
    rows, k = (int(number) for number in numbers(seen.text)[:2])
    return [len(fold) for fold in np.array_split(np.arange(rows), k)]


def _each_row_once(seen):
    k, rows = (int(number) for number in numbers(seen.text.replace("-fold", ""))[:2])
    folds = np.arange(rows) % k
    trained = {int((folds != fold).sum()) for fold in range(k)}
    return [len(set(folds.tolist())), *trained, sum(int(folds[0] == fold) for fold in range(k))]


def _last_rows(seen):
    rows = int(re.search(r"has (\d+) rows", seen.text)[1])
    share = Fraction(re.search(r"validation_split=([\d.]+)", seen.text)[1])
    return [row for row in range(rows) if row + 1 > rows - share * rows]


def _sorted_table(seen):
    zeros, _zero, ones, _one, share = numbers(seen.text)[:5]
    labels = [0] * int(zeros) + [1] * int(ones)
    train = labels[: round(len(labels) * (1 - share))]
    return round(100 * sum(train) / len(train))


def _split_counts(seen):
    _all, x_train, _test = (int(number) for number in numbers(seen.text)[:3])
    share = Fraction(re.search(r"validation_split=([\d.]+)", seen.text)[1])
    train = max(rows for rows in range(x_train) if rows <= x_train * (1 - share))
    return [train, x_train - train]


def _batch_losses(seen):
    losses = [float(number) for number in re.search(r"\n\n([\d., ]+)\n\n", seen.text)[1].split(", ")]
    mean = 0.0
    for batches, loss in enumerate(losses, 1):
        mean += (loss - mean) / batches
    return round(mean, 2)


def _beyond_one(seen):
    low, high = re.search(r"goes from (\d+) to (\d+)", seen.text).groups()
    top = re.search(r"only\s+from \d+ to (\d+)", seen.text)[1]
    slope, start = np.polyfit([float(low), float(top)], [0, 1], 1)
    return round(slope * float(high) + start, 2)


def _choose_and_report(seen):
    rows = [[float(cell) for cell in line.strip("| ").split("|")] for line in re.findall(r"^\| \d.*$", seen.text, re.M)]
    setting, _train, _val, test = sorted(rows, key=lambda row: row[2])[-1]
    return [setting, test]


def _no_rare_row(seen):
    _rows, rare, share = numbers(seen.text)[:3]
    return round(float(np.exp(rare * np.log1p(-share))), 2)


SOLVERS = {
    "three-way-row-counts": _three_parts,
    "line-that-peeks": _peek,
    "kfold-fold-sizes": _fold_sizes,
    "kfold-each-row-once": _each_row_once,
    "validation-split-row-numbers": _last_rows,
    "validation-split-of-a-sorted-table": _sorted_table,
    "validation-split-counts": _split_counts,
    "mean-of-the-batch-losses": _batch_losses,
    "beyond-one-after-min-max": _beyond_one,
    "choose-and-report": _choose_and_report,
    "no-rare-row-in-validation": _no_rare_row,
}
