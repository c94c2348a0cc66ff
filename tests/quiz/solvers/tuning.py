"""Of questions/tuning."""

from __future__ import annotations

import re
import statistics

import numpy as np

from tests.quiz.solvers import numbers


def _best_run(seen):
    rows = [line.strip("| ").split("|") for line in seen.text.splitlines() if re.match(r"\| \d", line)]
    return int(sorted(rows, key=lambda row: float(row[4]))[0][0])


def _memory(seen):
    rows, columns = re.search(r"has (\d+) million rows and (\d+) columns", seen.text).groups()
    wide = np.dtype(re.search(r"type `(int\d+)`", seen.text)[1])
    low, high = re.search(r"from (-?\d+) to ([\d,]+)\.", seen.text).groups()
    fit = np.promote_types(np.min_scalar_type(-int(high.replace(",", "")) - 1), np.min_scalar_type(min(int(low), -1)))
    return int(rows) * int(columns) * wide.itemsize - int(rows) * int(columns) * fit.itemsize


def _overflow(seen):
    value = int(re.search(r"array is (\d+)", seen.text)[1])
    return int(np.array([value]).astype("int8")[0])


def _outlier(seen):
    column = [int(one) for one in re.search(r"values: ([\d, ]+)\.", seen.text)[1].split(",")]
    wrong = [*column[:-1], int(re.search(r"becomes (\d+)", seen.text)[1])]
    return [measure(wrong) - measure(column) for measure in (statistics.mean, statistics.median)]


def _min_max(seen):
    low, high, outlier = numbers(seen.text)[:3]
    return float(np.interp(high, [low, outlier], [0, 1]))


SOLVERS = {
    "best-run-of-the-log": _best_run,
    "memory-after-down-casting": _memory,
    "overflow-of-int8": _overflow,
    "outlier-moves-mean-and-median": _outlier,
    "min-max-squeezed": _min_max,
}
