"""Makes Keras objects of parts that were read: by calling the class, never through Keras's deserialiser."""

import inspect
import math
from collections.abc import Mapping, Sequence
from typing import Any

import keras

from softmark.judge.keras_build import _catalogue as catalogue
from softmark.judge.keras_build._limits import Unbuildable
from softmark.judge.keras_build._plan import Function, Operation, Part


class Budget:
    """Elements that a layer may still allocate: as many as were sent for it."""

    def __init__(self, elements: int) -> None:
        self.left = elements

    def take(self, shape: Sequence[int]) -> None:
        """Spend the elements of one weight.

        Raises:
            Unbuildable: when that is more than is left.
        """
        self.left -= math.prod(shape)
        if self.left < 0:
            raise Unbuildable("a layer is larger than the weights that came with it")


# mypy cannot see keras.initializers.Initializer, hence the Any.
_Initializer: Any = keras.initializers.Initializer


class BoundedZeros(_Initializer):  # type: ignore[misc]  # Keras ships no types
    """Zeros, as many as the budget holds: Keras asks before it allocates a weight. Nothing is drawn."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def __call__(self, shape: Sequence[int], dtype: Any = None) -> Any:
        self.budget.take(shape)
        return keras.ops.zeros(shape, dtype=dtype)

    def get_config(self) -> dict[str, Any]:
        """What attention layers clone it by: the clones share the budget."""
        return {"budget": self.budget}


def make_layer(part: Part, budget: Budget) -> Any:
    """A layer, unbuilt, whose weights will be zeros within the budget.

    Raises:
        Unbuildable: when Keras refuses the settings.
    """
    # Bidirectional copies what it wraps through Keras's serialisation, which cannot copy our initializer. Its
    # cost is read off layers made for that alone (`wrapped_layers`) before it is built.
    copied = part.kind == "Bidirectional"
    return _make(part, None if copied else budget)


def wrapped_layers(part: Part, budget: Budget) -> list[Any]:
    """Spare copies, unbuilt, of the layers that a Bidirectional wraps: one for each direction."""
    inner = [part.settings.get("layer"), part.settings.get("backward_layer") or part.settings.get("layer")]
    return [_make(entry, budget) for entry in inner if isinstance(entry, Part)]


def make(value: object) -> Any:
    """What Keras takes for a value that was read: plain values as they are, parts as objects."""
    if isinstance(value, Function):
        return catalogue.find_function(value.family, value.name)
    if isinstance(value, Operation):
        return catalogue.find_operation(value.module, value.kind)(**value.settings)
    if isinstance(value, list | tuple):
        return type(value)(make(entry) for entry in value)
    if isinstance(value, Mapping):
        return {key: make(entry) for key, entry in value.items()}
    return _make(value, None) if isinstance(value, Part) else value


def restore_initializers(layer: Any, part: Part) -> None:
    """Let the built layer say which initializers the student chose; zeros were only ours."""
    holder = getattr(layer, "cell", layer)
    for key, value in part.settings.items():
        if isinstance(value, Part) and value.family == "initializer" and hasattr(holder, key):
            setattr(holder, key, make(value))


def _make(part: Part, budget: Budget | None) -> Any:
    found = catalogue.find_class(part.family, part.kind)
    settings = {
        key: _make(value, budget) if isinstance(value, Part) else make(value) for key, value in part.settings.items()
    }
    if part.family == "layer":
        # All of them, described or not: a default initializer would allocate without asking.
        for key in inspect.signature(found.__init__).parameters:
            if key.endswith("_initializer"):
                settings[key] = "zeros" if budget is None else BoundedZeros(budget)
    return found(**settings)
