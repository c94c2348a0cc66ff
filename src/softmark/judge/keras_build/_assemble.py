"""Puts a model together from its plan: layers by calling their classes, the graph by calling the layers."""

from collections.abc import Callable, Mapping
from typing import Any

import keras

from softmark.judge.keras_build._cost import Meter, Shape, as_shapes, flatten, pick
from softmark.judge.keras_build._limits import ModelLimits, Unbuildable
from softmark.judge.keras_build._make import Budget, make, make_layer, restore_initializers, wrapped_layers
from softmark.judge.keras_build._plan import (
    Call,
    Constant,
    ModelPlan,
    Operation,
    Part,
    Placeholder,
    Tensor,
    path_to,
)


class Assembler:
    """Builds one description's model.

    Args:
        elements: elements of the weights that were sent for each path; a layer gets no more.
        limits: what it refuses to exceed.
        prepare: called with path and layer before the layer is used (lookup tables are filled there).
    """

    def __init__(self, elements: Mapping[str, int], limits: ModelLimits, prepare: Callable[[str, Any], None]) -> None:
        self._elements = elements
        self._limits = limits
        self._prepare = prepare
        self._layers: dict[str, Any] = {}
        self._parts: dict[str, Part] = {}

    def assemble(self, plan: ModelPlan) -> Any:
        """The model, its weights zeros.

        Raises:
            Unbuildable: when it would be larger than the limits or the weights that were sent.
        """
        self._make_layers(plan)
        Meter(self._limits, self._layers, self._elements).model(plan)
        model = self._model(plan)
        if not model.built:
            raise Unbuildable("the model was never built")
        for path, part in self._parts.items():
            restore_initializers(self._layers[path], part)
        return model

    def _make_layers(self, plan: ModelPlan) -> None:
        for name, member in plan.members.items():
            path = path_to(plan, name)
            if isinstance(member, ModelPlan):
                self._make_layers(member)
            elif isinstance(member, Operation):
                self._layers[path] = make(member)
            elif isinstance(member, Part):
                layer = make_layer(member, Budget(self._elements.get(path, 0)))
                self._prepare(path, layer)
                self._layers[path] = layer
                self._parts[path] = member

    def _model(self, plan: ModelPlan) -> Any:
        if plan.sequential:
            return self._sequential(plan)
        made: dict[tuple[str, int], list[Any]] = {}
        members: dict[str, Any] = {}
        for name, member in plan.members.items():
            if isinstance(member, Placeholder):
                made[(name, 0)] = [placeholder(member)]
            else:
                members[name] = self._member(plan, name, member)
        for call in plan.calls:
            self._check_wrapped(plan, call, made)
            made[(call.layer, call.number)] = made_by(members[call.layer], call, made)
        return keras.Model(structured(plan.inputs, made), structured(plan.outputs, made), name=plan.name)

    def _sequential(self, plan: ModelPlan) -> Any:
        shape: list[Shape] | None = None
        layers: list[Any] = []
        for name, member in plan.members.items():
            if isinstance(member, Placeholder):
                shape = [member.batch_shape]
                layers.append(
                    keras.layers.InputLayer(
                        batch_shape=member.batch_shape,
                        dtype=member.dtype,
                        name=member.name,
                        optional=member.optional,
                    )
                )
                continue
            layer = self._member(plan, name, member)
            if isinstance(member, Part) and shape:
                self._afford(path_to(plan, name), member, shape[0])
            if shape:
                nested = shape[0] if len(shape) == 1 else shape
                shape = as_shapes(layer.compute_output_shape(nested))
            elif isinstance(member, Part) and member.kind == "Bidirectional":
                raise Unbuildable(f"{plan.name!r} was never built by itself: the cost of {name!r} is unknown")
            layers.append(layer)
        return keras.Sequential(layers, name=plan.name)

    def _member(self, plan: ModelPlan, name: str, member: object) -> Any:
        return self._model(member) if isinstance(member, ModelPlan) else self._layers[path_to(plan, name)]

    def _check_wrapped(self, plan: ModelPlan, call: Call, made: Mapping[tuple[str, int], list[Any]]) -> None:
        member = plan.members[call.layer]
        first = flatten(list(call.args[:1]))
        if isinstance(member, Part) and first and call.number == 0:
            self._afford(path_to(plan, call.layer), member, tuple(pick(first[0], made).shape))

    def _afford(self, path: str, part: Part, shape: Shape) -> None:
        """See that a layer which our initializers cannot guard is no larger than its weights."""
        if part.kind == "Bidirectional":
            for layer in wrapped_layers(part, Budget(self._elements.get(path, 0))):
                layer.build(shape)


def placeholder(plan: Placeholder) -> Any:
    """A symbolic input."""
    return keras.Input(batch_shape=plan.batch_shape, dtype=plan.dtype, name=plan.name, optional=plan.optional)


def made_by(layer: Any, call: Call, made: Mapping[tuple[str, int], list[Any]]) -> list[Any]:
    """Outputs of one call, flat."""
    args = structured(call.args, made)
    kwargs = structured(dict(call.kwargs), made)
    return list(keras.tree.flatten(layer(*args, **kwargs)))


def structured(value: object, made: Mapping[tuple[str, int], list[Any]]) -> Any:
    """The structure with the symbolic tensor for each reference."""
    if isinstance(value, Tensor):
        return pick(value, made)
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, list | tuple):
        return type(value)(structured(entry, made) for entry in value)
    if isinstance(value, dict):
        return {key: structured(entry, made) for key, entry in value.items()}
    return value
