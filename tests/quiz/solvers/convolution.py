"""Of questions/convolution."""

from __future__ import annotations

from tests.quiz.solvers import numbers


def _convolution(seen):
    size, _again, _filters, kernel, stride = (int(number) for number in numbers(seen.text.replace("Conv2D", ""))[:5])
    positions = len(range(0, size - kernel + 1, stride))
    return f"{positions} × {positions}"


SOLVERS = {"output-size": _convolution}
