"""Of questions/convolution-nets."""

from __future__ import annotations

import re

import numpy as np

from tests.quiz.solvers import numbers


def _matrices(text):
    return [
        np.array([[float(one) for one in row.split("&")] for row in held.split(r"\\")])
        for held in re.findall(r"begin\{bmatrix\}(.*?)\\end", text)
    ]


def _digits(seen):
    return [int(number) for number in numbers(re.sub(r"Conv2D|1 × 1|SeparableConv2D", "", seen.text))]


def _two_layers(seen):
    size, _again, _filters, kernel, stride, _filters, second = _digits(seen)
    first = len(range(0, size - kernel + 1, stride))
    return len(range(first + 2 * (second // 2) - second + 1))


def _corner(seen):
    """The filter slides over the image with a border of zeros."""
    x, w = _matrices(seen.text)
    bordered = np.zeros((5, 5))
    bordered[1:4, 1:4] = x
    out = np.zeros((3, 3))
    for row in range(3):
        for column in range(3):
            out[row, column] = np.sum(bordered[row : row + 3, column : column + 3] * w)
    return out[0, 0]


def _filters(seen):
    filters, kernel, _height, _width, channels = _digits(seen)
    return sum(np.ones((kernel, kernel, channels)).size + 1 for _filter in range(filters))


def _larger(seen):
    filters, kernel, _parameters, _height, _width, channels, *_larger = _digits(seen)
    return np.ones((filters, kernel, kernel, channels)).size + filters


def _pooled(seen):
    (x,) = _matrices(seen.text)
    return [[max(x[r : r + 2, c : c + 2].ravel()) for c in (0, 2)] for r in (0, 2)]


def _residual(seen):
    W, x = _matrices(seen.text)
    return [x[i, 0] + max(0, sum(W[i, j] * x[j, 0] for j in range(2))) for i in range(2)]


def _shortcuts(seen):
    """The derivative of the whole chain, by the difference that a small change of its input makes."""
    layers, slope = numbers(seen.text)[:2]

    def chain(x):
        for _layer in range(int(layers)):
            x += slope * x
        return x

    return (chain(1.5) - chain(0.5)) / 1.0


def _inception(seen):
    outputs = [
        int(line.strip("| ").split("|")[-1]) for line in seen.text.splitlines() if re.search(r"\| \d+ \|$", line)
    ]
    return np.concatenate([np.zeros((2, 2, channels)) for channels in outputs], axis=-1).shape[-1]


def _bottleneck(seen):
    channels, out, kernel, _again, thin = _digits(seen)
    return np.ones((1, 1, channels, thin)).size + np.ones((kernel, kernel, thin, out)).size


def _separable(seen):
    out, kernel, channels = _digits(seen)[:3]
    return sum(kernel**2 for _channel in range(channels)) + sum(channels for _filter in range(out))


def _squeezed(seen):
    s2 = float(re.search(r"s_2 = ([\d.]+)", seen.text)[1])
    _x1, x2 = _matrices(seen.text)
    return [[value * s2 for value in row] for row in x2]


SOLVERS = {
    "size-after-two-layers": _two_layers,
    "corner-with-zero-border": _corner,
    "parameters-of-filters": _filters,
    "parameters-for-larger-images": _larger,
    "max-pooling-by-hand": _pooled,
    "residual-block-by-hand": _residual,
    "gradient-through-shortcuts": _shortcuts,
    "inception-channels": _inception,
    "one-by-one-bottleneck": _bottleneck,
    "depthwise-separable-weights": _separable,
    "squeeze-and-excite-by-hand": _squeezed,
}
