"""What a description says, once it has been held against the allow-lists: frozen data, nothing of Keras."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """One Keras object with settings: a layer without layers in it, an initializer, a loss.

    Attributes:
        family: the key of `catalogue.FAMILIES` under which the class is found.
        kind: the name of the class.
        settings: its arguments; plain values, parts, or tuples of them.
    """

    family: str
    kind: str
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Function:
    """A loss or metric function of Keras."""

    family: str
    name: str


@dataclass(frozen=True)
class Operation:
    """One of Keras's operations that stands in a functional model by itself."""

    module: str
    kind: str
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Placeholder:
    """An input of a model: name, shape with the batch axis, dtype."""

    name: str
    batch_shape: tuple[int | None, ...]
    dtype: str
    optional: bool = False


@dataclass(frozen=True)
class Tensor:
    """Output number `index` of call number `call` of the layer called `layer`."""

    layer: str
    call: int
    index: int


@dataclass(frozen=True)
class Constant:
    """A slice or an ellipsis among the arguments of an operation."""

    value: object


@dataclass(frozen=True)
class Call:
    """One call of a layer: its arguments are plain values, tensors, and lists or dicts of them."""

    layer: str
    number: int
    args: tuple[object, ...]
    kwargs: Mapping[str, object]


@dataclass(frozen=True)
class ModelPlan:
    """A Sequential or functional model.

    Attributes:
        name: as the student's model is named.
        path: names from the outermost model to this one, joined by slashes; empty for the outermost.
        members: its layers, operations, inputs and nested models by name, in the order of the description.
        calls: the calls in an order in which each finds its inputs; none in a Sequential.
        inputs: structure of tensors; None in a Sequential.
        outputs: structure of tensors; None in a Sequential.
    """

    name: str
    path: str
    members: "Mapping[str, Part | Operation | Placeholder | ModelPlan]"
    calls: tuple[Call, ...] = ()
    inputs: object = None
    outputs: object = None
    sequential: bool = False


@dataclass(frozen=True)
class CompilePlan:
    """What to compile with, and what had to be left out."""

    optimizer: Part | str | None = None
    iterations: int = 0
    loss: object = None
    loss_weights: object = None
    metrics: object = None
    weighted_metrics: object = None
    left_out: tuple[str, ...] = field(default=())


def path_to(model: ModelPlan, member: str) -> str:
    """Where the member's weights are found among those that were sent."""
    return f"{model.path}/{member}" if model.path else member
