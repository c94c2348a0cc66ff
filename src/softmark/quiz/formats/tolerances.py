"""One tolerance for a number and its mistakes, where other systems have one for each."""

import math
from collections.abc import Sequence

from softmark.quiz.question import EXACT, Tolerance

Around = tuple[float, float]
"""A number, and how far an answer may be from it."""


def common(numbers: Sequence[Around]) -> Tolerance | None:
    """The tolerance, absolute or relative, that gives all of these; ``None`` if there is none."""
    around = [distance for _value, distance in numbers]
    if not any(around):
        return EXACT
    if all(math.isclose(one, around[0], rel_tol=1e-6) for one in around):
        return Tolerance(absolute=_short(around[0]))
    shares = [distance / abs(value) if value else math.nan for value, distance in numbers]
    if all(math.isclose(one, shares[0], rel_tol=1e-6) for one in shares):
        return Tolerance(relative=_short(100 * shares[0]) / 100)  # it is written in percent
    return None


def _short(number: float) -> float:
    """Without what the computation added in the last places."""
    return float(f"{number:.10g}")


def around(right: float, tolerance: Tolerance) -> float:
    """How far an answer may be off, as other systems are told it."""
    return 0.0 if tolerance == EXACT else _short(tolerance.around(right))


def exact(number: float) -> str:
    """A number with all its digits, and no more."""
    return repr(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))
