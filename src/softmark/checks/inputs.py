"""Inputs for the functions that students write: drawn under a seed, and edges that reveal usual slips."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from softmark.messages import _

Draw = Callable[[np.random.Generator], Any]
"""Makes one argument from a generator."""


def numbers(*shape: int, mean: float = 0.0, scale: float = 1.0) -> Draw:
    """Normally distributed numbers of this shape; a float for no shape."""
    return lambda rng: _plain(rng.normal(mean, scale, shape))


def labels(rows: int, classes: int) -> Draw:
    """Labels 0 .. classes - 1, shape (rows,); every class occurs if there are enough rows."""
    return lambda rng: rng.permutation(np.concatenate([np.arange(classes), rng.integers(0, classes, rows)])[:rows])


def probabilities(*shape: int) -> Draw:
    """Probabilities; with two axes or more, those along the last one sum to 1."""
    return lambda rng: (
        rng.dirichlet(np.ones(shape[-1]), shape[:-1]) if len(shape) > 1 else _plain(rng.uniform(size=shape))
    )


def extremes(*shape: int) -> Mapping[str, tuple[npt.NDArray[np.float64]]]:
    """Edges for a function of one array: name of the kind of input -> the arguments.

    Of the given shape (rows first): zeros, a constant, numbers around 1000, around -1000, in rows of very different
    size, and around 1e-12.
    """
    rng = np.random.default_rng(0)
    noise = rng.normal(size=shape)
    made = {
        _("zeros alone"): np.zeros(shape),
        _("the same number everywhere"): np.full(shape, 3.0),
        _("numbers around 1000"): 1000 + noise,
        _("numbers around -1000"): noise - 1000,
        _("rows from -1000 to 1000"): noise + np.linspace(-1000, 1000, shape[0]).reshape(-1, *[1] * (len(shape) - 1)),
        _("numbers that are almost 0"): 1e-12 * noise,
    }
    return MappingProxyType({name: (array,) for name, array in made.items()})


class Counted:
    """A function of the check's that counts how it is used, to be handed to a student's function.

    Whoever loops over elements calls it once for each; whoever works on whole arrays calls it a few times. Counts
    need no clock, so a slow machine changes nothing.

    >>> square = Counted(np.square)
    >>> square([1, 2, 3]).tolist(), square.calls, square.elements
    ([1, 4, 9], 1, 3)

    Attributes:
        calls: how often it was called.
        elements: how many values it was given as its first argument, all calls together.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.calls = 0
        self.elements = 0

    def __call__(self, first: Any, *args: Any, **kwargs: Any) -> Any:
        """What the function gives."""
        self.calls += 1
        self.elements += int(np.size(first))
        return self._function(first, *args, **kwargs)


def _plain(drawn: Any) -> Any:
    return float(drawn) if np.ndim(drawn) == 0 else drawn
