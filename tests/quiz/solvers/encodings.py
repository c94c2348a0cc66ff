"""Of questions/encodings."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _words(text):
    return re.search(r"```text\n(.*?)\n```", text, re.DOTALL)[1].split("\n")


def _more_weights(seen):
    levels, units = (int(one) for one in numbers(seen.text)[:2])
    return np.zeros((levels, units)).size - np.zeros((1, units)).size


def _sorted_codes(seen):
    return np.unique(_words(seen.text), return_inverse=True)[1]


def _one_hot(seen):
    columns = re.findall(r"\*(\w+)\*", seen.text)
    return [[int(word == column) for column in columns] for word in _words(seen.text)]


def _distances(seen):
    length = int(numbers(seen.text)[0])
    one, two, three = (np.eye(length)[int(row)] for row in re.findall(r"row \d: class (\d+)", seen.text))
    return [np.linalg.norm(difference) for difference in (one - two, one - three, two - three)]


SOLVERS = {
    "weights-that-one-hot-adds": _more_weights,
    "label-encoder-codes-of-words": _sorted_codes,
    "one-hot-table-of-words": _one_hot,
    "distances-between-one-hot-codes": _distances,
}
