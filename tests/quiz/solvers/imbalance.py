"""Of questions/imbalance."""

from __future__ import annotations

import re
from collections import Counter

from tests.quiz.solvers import numbers


def _share(seen):
    no, yes = numbers(seen.text)[:2]
    return 1 - yes / (no + yes)


def _loss_part(seen):
    """With a loss of 0.7 for every row."""
    total, rare = numbers(seen.text)[:2]
    return 100 * (0.7 * rare / total) / (0.7 * rare / total + 0.7 * (total - rare) / total)


def _always_zero(seen):
    total, rare = (int(number) for number in numbers(seen.text)[:2])
    truth = [1] * rare + [0] * (total - rare)
    return [sum(label == 0 for label in truth) / total, 0, 0]


def _resampled(seen):
    major, _class0, minor = (int(number) for number in numbers(seen.text)[:3])
    counts = Counter({"major": major, "minor": minor})
    return [2 * min(counts.values()), 2 * max(counts.values())]


def _other_class(seen):
    tn, fp, fn, _tp = (int(number) for number in re.findall(r"\d+", seen.text.partition("bmatrix}")[2])[:4])
    precision, recall = tn / (tn + fn), tn / (tn + fp)
    return 2 * precision * recall / (precision + recall)


def _between(seen):
    a, b = (
        [float(number) for number in held.split("&")]
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", seen.text, re.DOTALL)
    )
    t = float(re.search(r"t = ([\d.]+)\$", seen.text)[1])
    return [(1 - t) * start + t * end for start, end in zip(a, b, strict=True)]


SOLVERS = {
    "majority-share-baseline": _share,
    "rare-rows-in-the-mean-loss": _loss_part,
    "scores-of-always-zero": _always_zero,
    "rows-after-resampling": _resampled,
    "f1-of-the-other-class": _other_class,
    "smote-new-row": _between,
}
