"""Of questions/optimisers."""

from __future__ import annotations

from tests.quiz.solvers import numbers


def _updates(seen):
    batch, epochs, rows, claimed = (int(number) for number in numbers(seen.text))
    return claimed == epochs * len(range(0, rows, batch))


SOLVERS = {"updates-per-epoch": _updates}
