"""``@points``: what one test of a graded cell weighs, and whether what it hands over is secret."""

import inspect
import math
from collections.abc import Callable
from typing import Any, TypeVar

from softmark.messages import _

_ATTRIBUTE = "__softmark_points__"
_OPEN = "__softmark_open__"

Test = TypeVar("Test", bound=Callable[..., Any])


def points(weight: float, *, secret: bool = True) -> Callable[[Test], Test]:
    """Say how much of its cell's points a test function is worth.

    Weights are relative: a cell's points are shared out in their proportion, and should equal their sum.

    Args:
        weight: a number above 0.
        secret: of a hidden test, whether students must not see what it hands to their code. Its text stays hidden
            either way. Once a secret was handed over, outputs and learning curves of the cells below are withheld
            from the student, for the submission's code could show it there.

    Raises:
        TypeError: if ``weight`` is not a number, as in a bare ``@points`` without parentheses.
        ValueError: if ``weight`` is not above 0, or is not finite; if a test that is no secret takes ``hidden`` data.

    Example:
        >>> @points(2)
        ... def test_accuracy(model): ...
    """
    if type(weight) not in (int, float):
        raise TypeError(_("@points takes a number, as in @points(2); it was given {given!r}.").format(given=weight))
    if not math.isfinite(weight) or weight <= 0:
        raise ValueError(_("@points takes a number above 0; it was given {given!r}.").format(given=weight))

    def mark(test: Test) -> Test:
        if not callable(test):
            raise TypeError(_("@points({weight}) stands above a function.").format(weight=weight))
        if not secret and "hidden" in inspect.signature(test).parameters:
            raise ValueError(_("A test that takes `hidden` data keeps a secret: leave out secret=False."))
        setattr(test, _ATTRIBUTE, float(weight))
        setattr(test, _OPEN, not secret)
        return test

    return mark


def weight_of(test: object) -> float | None:
    """The weight that ``@points`` gave to a test function, or ``None``."""
    weight = getattr(test, _ATTRIBUTE, None)
    return weight if isinstance(weight, float) else None


def keeps_secret(test: object) -> bool:
    """Whether what a hidden test hands to the submission's code must not be shown to students."""
    return getattr(test, _OPEN, False) is not True
