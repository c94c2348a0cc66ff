"""What one row through a model costs, worked out from shapes alone before anything is built."""

import math
from collections.abc import Mapping
from typing import Any, TypeVar

import keras

from softmark.judge.keras_build._limits import ModelLimits, Unbuildable
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

Shape = tuple[int | None, ...]
Output = TypeVar("Output")
ELEMENT_BYTES = 4
ATTENTION = frozenset({"MultiHeadAttention", "GroupQueryAttention"})
RECURRENT = frozenset({"ConvLSTM1D", "ConvLSTM2D", "GRU", "LSTM", "SimpleRNN"})


class Meter:
    """Follows shapes through a model and adds up activations, multiplications and calls.

    Args:
        limits: what it refuses to exceed.
        layers: the unbuilt layers by path.
        elements: elements of the weights that were sent for each path.
    """

    def __init__(self, limits: ModelLimits, layers: Mapping[str, Any], elements: Mapping[str, int]) -> None:
        self._limits = limits
        self._layers = layers
        self._elements = elements
        self._calls = 0
        self._bytes = 0
        self._multiplications = 0

    def model(self, plan: ModelPlan, shapes: list[Shape] | None = None) -> list[Shape]:
        """Shapes of the outputs, flat, for inputs of these shapes, or of the declared ones.

        Raises:
            Unbuildable: when a limit is exceeded or shapes do not fit.
        """
        if plan.sequential:
            return self._sequential(plan, shapes)
        known: dict[tuple[str, int], list[Shape]] = {}
        flat_inputs = flatten(plan.inputs)
        if shapes is not None and len(shapes) != len(flat_inputs):
            raise Unbuildable(f"{plan.name!r} is called on {len(shapes)} inputs, it has {len(flat_inputs)}")
        for number, tensor in enumerate(flat_inputs):
            placeholder = plan.members[tensor.layer]
            if not isinstance(placeholder, Placeholder):
                raise Unbuildable(f"{tensor.layer!r} is no input")
            declared = placeholder.batch_shape
            known[(tensor.layer, 0)] = [self._count(declared if shapes is None else shapes[number])]
        for call in plan.calls:
            known[(call.layer, call.number)] = self._call(plan, call, known)
        return [pick(tensor, known) for tensor in flatten(plan.outputs)]

    def _sequential(self, plan: ModelPlan, shapes: list[Shape] | None) -> list[Shape]:
        current = shapes
        for name, member in plan.members.items():
            if isinstance(member, Placeholder):
                current = current or [self._count(member.batch_shape)]
                continue
            if current is None:
                raise Unbuildable(f"{plan.name!r} was never built: the shape of its input is unknown")
            current = self._member(plan, name, member, current, current[0] if len(current) == 1 else current)
        if not current:
            raise Unbuildable(f"{plan.name!r} has no output")
        return current

    def _call(self, plan: ModelPlan, call: Call, known: Mapping[tuple[str, int], list[Shape]]) -> list[Shape]:
        member = plan.members[call.layer]
        if isinstance(member, Operation):
            self._tick()
            operation = self._layers[path_to(plan, call.layer)]
            args = as_specs(call.args, known)
            kwargs = as_specs(dict(call.kwargs), known)
            spec = operation.compute_output_spec(*args, **kwargs)
            return [self._count(tuple(entry.shape)) for entry in keras.tree.flatten(spec)]
        if isinstance(member, Part) and member.kind in ATTENTION:
            return self._attention(plan, call, member, known)
        first = call.args[0] if call.args else next(iter(call.kwargs.values()), None)
        tensors = flatten(first)
        shapes = [pick(tensor, known) for tensor in tensors]
        if not shapes:
            raise Unbuildable(f"{call.layer!r} is called on nothing")
        nested = shapes[0] if isinstance(first, Tensor) else shapes
        return self._member(plan, call.layer, member, shapes, nested)

    def _attention(
        self, plan: ModelPlan, call: Call, part: Part, known: Mapping[tuple[str, int], list[Shape]]
    ) -> list[Shape]:
        self._tick()
        given = dict(zip(("query", "value", "key"), call.args, strict=False)) | dict(call.kwargs)
        shapes = {
            name: pick(tensor, known)
            for name, tensor in given.items()
            if name in ("query", "value", "key") and isinstance(tensor, Tensor)
        }
        if not {"query", "value"} <= shapes.keys():
            raise Unbuildable(f"{call.layer!r} needs a query and a value")
        heads = part.settings.get("num_heads", part.settings.get("num_query_heads"))
        positions = [math.prod(self._known(extent) for extent in shapes[name][1:-1]) for name in ("query", "value")]
        scores = (None, heads if isinstance(heads, int) else 1, *positions)
        self._count(scores)
        for width in ("key_dim", "value_dim", "head_dim"):
            size = part.settings.get(width)
            if isinstance(heads, int) and isinstance(size, int):
                self._count((None, sum(positions), heads, size))
        layer = self._layers[path_to(plan, call.layer)]
        outputs = as_shapes(layer.compute_output_shape(shapes["query"], shapes["value"]))
        self._work(path_to(plan, call.layer), [*shapes.values(), *outputs])
        wants_scores = call.kwargs.get("return_attention_scores") is True
        return [self._count(outputs[0]), *([scores] if wants_scores else [])]

    def _member(self, plan: ModelPlan, name: str, member: object, shapes: list[Shape], nested: object) -> list[Shape]:
        self._tick()
        if isinstance(member, ModelPlan):
            return self.model(member, shapes)
        if not isinstance(member, Part):
            raise Unbuildable(f"{name!r} is no layer")
        self._unrolled(member, shapes[0])
        if member.kind in ("Attention", "AdditiveAttention") and len(shapes) > 1:
            self._count((None, *(self._known(extent) for entry in shapes[:2] for extent in entry[1:-1])))
        outputs = as_shapes(self._layers[path_to(plan, name)].compute_output_shape(nested))
        self._inside(member, shapes[0])
        self._work(path_to(plan, name), [*shapes, *outputs])
        return [self._count(shape) for shape in outputs]

    def _unrolled(self, part: Part, shape: Shape) -> None:
        inner = part.settings.get("layer")
        if isinstance(inner, Part):
            self._unrolled(inner, shape)
        if part.settings.get("unroll") is True and len(shape) > 1:
            steps = self._known(shape[1])
            if steps > self._limits.unrolled_steps:
                raise Unbuildable(f"{steps} unrolled time steps")

    def _inside(self, part: Part, shape: Shape) -> None:
        """Count what a layer holds between its input and its output."""
        units = part.settings.get("units", part.settings.get("filters"))
        factor = part.settings.get("depth_multiplier")
        inner = part.settings.get("layer")
        if isinstance(inner, Part):
            self._inside(inner, shape)
        if part.kind in RECURRENT and isinstance(units, int):
            # Four gates for each time step.
            self._count((None, *shape[1:-1], 4 * units))
        if isinstance(factor, int):
            self._count((*shape, factor))

    def _work(self, path: str, shapes: list[Shape]) -> None:
        positions = max(math.prod(self._known(extent) for extent in shape[1:-1]) for shape in shapes)
        self._multiplications += positions * self._elements.get(path, 0)
        if self._multiplications > self._limits.multiplications:
            raise Unbuildable("one row takes too many multiplications")

    def _count(self, shape: Shape) -> Shape:
        if any(extent is not None and (type(extent) is not int or extent < 0) for extent in shape):
            raise Unbuildable(f"a layer gives the shape {str(shape)[:100]}")
        if len(shape) > 8:
            raise Unbuildable(f"a layer gives {len(shape)} axes")
        size = ELEMENT_BYTES * math.prod(self._known(extent) for extent in shape[1:])
        self._bytes += size
        if size > self._limits.largest_activation or self._bytes > self._limits.activation_bytes:
            raise Unbuildable(f"a layer's output for one row takes {size} bytes, all up to it {self._bytes}")
        return shape

    def _tick(self) -> None:
        self._calls += 1
        if self._calls > self._limits.calls:
            raise Unbuildable(f"more than {self._limits.calls} layer calls")

    def _known(self, extent: int | None) -> int:
        return self._limits.unknown_extent if extent is None else extent


def pick(tensor: Tensor, known: Mapping[tuple[str, int], list[Output]]) -> Output:
    """The output that the reference means.

    Raises:
        Unbuildable: when the call gives fewer outputs.
    """
    outputs = known[(tensor.layer, tensor.call)]
    if tensor.index >= len(outputs):
        raise Unbuildable(f"{tensor.layer!r} has no output {tensor.index}")
    return outputs[tensor.index]


def flatten(structure: object) -> list[Tensor]:
    """Tensors of a structure in Keras's order, which sorts dicts by key."""
    if isinstance(structure, Tensor):
        return [structure]
    if isinstance(structure, Mapping):
        return [tensor for key in sorted(structure) for tensor in flatten(structure[key])]
    if isinstance(structure, list | tuple):
        return [tensor for entry in structure for tensor in flatten(entry)]
    return []


def as_specs(value: object, known: Mapping[tuple[str, int], list[Shape]]) -> Any:
    """Arguments of an operation with a symbolic tensor for each reference."""
    if isinstance(value, Tensor):
        return keras.KerasTensor(pick(value, known), dtype="float32")
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, list | tuple):
        return type(value)(as_specs(entry, known) for entry in value)
    if isinstance(value, dict):
        return {key: as_specs(entry, known) for key, entry in value.items()}
    return value


def as_shapes(value: Any) -> list[Shape]:
    """What `compute_output_shape` gives, one shape or several, as a flat list."""
    if isinstance(value, Mapping):
        return [shape for key in sorted(value) for shape in as_shapes(value[key])]
    if all(extent is None or isinstance(extent, int) for extent in value):
        return [tuple(value)]
    return [shape for entry in value for shape in as_shapes(entry)]
