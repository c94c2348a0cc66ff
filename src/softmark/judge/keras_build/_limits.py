"""What a rebuilt model may cost, and the one error of this package."""

from dataclasses import dataclass

from softmark.model.limits import MEBIBYTE


class Unbuildable(ValueError):
    """The description cannot, or must not, become a model; the message says why."""


class Unknown(Unbuildable):
    """A name that no allow-list holds: a custom loss, say, that the model can do without."""


@dataclass(frozen=True)
class ModelLimits:
    """Bounds that a description is held against before anything of its size is allocated.

    Attributes:
        layers: layers and operations of the model and its nested models together.
        depth: how deep models may be nested.
        calls: layer calls, a nested model's counted each time it is called.
        parameters: elements of all weights together.
        activation_bytes: bytes of all layer outputs together, for one row.
        largest_activation: bytes of one layer's output, for one row; a batch of 32 rows is alive at once.
        multiplications: multiplications that one row may take, weights times positions.
        unknown_extent: what an axis of unknown length counts as.
        unrolled_steps: time steps of a recurrent layer that copies itself for each step.
        vocabulary: tokens of one lookup layer.
        finite_weights: whether a weight that is not a number (a diverged network) is refused.
    """

    layers: int = 500
    depth: int = 5
    calls: int = 2_000
    parameters: int = 50_000_000
    activation_bytes: int = 256 * MEBIBYTE
    largest_activation: int = 32 * MEBIBYTE
    multiplications: int = 2 * 10**10
    unknown_extent: int = 64
    unrolled_steps: int = 64
    vocabulary: int = 1_000_000
    finite_weights: bool = True
