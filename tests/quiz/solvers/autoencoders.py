"""Of questions/autoencoders."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _rows(seen):
    normal, abnormal, train, valid, test = numbers(seen.text)
    return [normal / 100 * train, normal / 100 * valid, normal / 100 * test + abnormal / 100 * test]


def _error(seen):
    row, rebuilt = (
        np.array([float(one) for one in held.split("&")])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", seen.text)
    )
    return np.linalg.norm(row - rebuilt) ** 2 / len(row)


def _factor(seen):
    inputs, *widths = (int(width) for width in re.findall(r"(?:Input\(\(|Dense\()(\d+)", seen.text))
    return inputs / min(widths)


def _freedom(seen):
    entries = re.findall(r"^- (.*)$", seen.text, flags=re.MULTILINE)
    return sum(2 if "place" in entry else 1 for entry in entries)


def _rotations(seen):
    photos = numbers(seen.text)[0]
    angles = re.findall(r"\d+°", seen.text)
    return [sum(photos for _angle in angles), len(set(angles)), 0]


def _nearest(seen):
    errors = {}
    for name, row, rebuilt in re.findall(r"\| (first|second|third) \| (.*?) \| (.*?) \|", seen.text):
        errors[name] = sum((a - b) ** 2 for a, b in zip(numbers(row), numbers(rebuilt), strict=True))
    return f"most: {min(errors, key=errors.get)}, least: {max(errors, key=errors.get)}"


SOLVERS = {
    "rows-left-for-the-autoencoder": _rows,
    "reconstruction-error-of-a-row": _error,
    "latent-vector-factor": _factor,
    "manifold-degrees-of-freedom": _freedom,
    "rotation-task-counts": _rotations,
    "most-like-the-training-data": _nearest,
}
