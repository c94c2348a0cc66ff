"""Reads a whole description: models within models, the calls that join their layers, compile settings."""

from collections.abc import Mapping

from softmark.judge.keras_build import _catalogue as catalogue
from softmark.judge.keras_build import _values as values
from softmark.judge.keras_build._limits import ModelLimits, Unbuildable, Unknown
from softmark.judge.keras_build._plan import (
    Call,
    CompilePlan,
    Constant,
    ModelPlan,
    Operation,
    Part,
    Placeholder,
    Tensor,
)
from softmark.judge.keras_build._read_parts import (
    read_choice,
    read_dtype,
    read_named,
    read_object,
    read_operation,
)

MODELS = {
    "Sequential": ("keras", "keras.models"),
    "Functional": ("keras.src.models.functional", "keras.models", "keras"),
}
# Arguments of layer calls that may stand in a description.
CALL_ARGUMENTS = catalogue.words(
    """
    training mask inputs query key value query_mask value_mask key_mask attention_mask
    use_causal_mask return_attention_scores initial_state x x1 x2 axis
    """
)
STRUCTURE = 5


class ModelReader:
    """Reads the models of one description, and counts their layers together."""

    def __init__(self, limits: ModelLimits) -> None:
        self._limits = limits
        self._layers = 0
        self._calls = 0

    def read(self, value: object, path: str = "", depth: int = 0) -> ModelPlan:
        """A Sequential or functional model.

        Raises:
            Unbuildable: when anything in it is unknown, malformed or too large.
        """
        if depth >= self._limits.depth:
            raise Unbuildable(f"models are nested more than {self._limits.depth} deep")
        entry = values.mapping(value, "the model")
        kind = entry.get("class_name")
        if type(kind) is not str or kind not in MODELS or entry.get("module") not in MODELS[kind]:
            raise Unbuildable(f"{values.short(kind)} from {values.short(entry.get('module'))} is no model to rebuild")
        if entry.get("registered_name") not in (None, kind):
            raise Unbuildable(f"the model is registered as {values.short(entry.get('registered_name'))}")
        config = values.mapping(entry.get("config"), "the model's config")
        layers = values.sequence(config.get("layers"), "the model's layers", self._limits.layers)
        name = values.name(config.get("name"), "a model")
        members: dict[str, Part | Operation | Placeholder | ModelPlan] = {}
        entries: dict[str, Mapping[str, object]] = {}
        for layer in layers:
            member_name, member = self._member(layer, path, depth)
            if member_name in members:
                raise Unbuildable(f"two layers are named {member_name!r}")
            members[member_name] = member
            entries[member_name] = values.mapping(layer, "a layer")
        if not members:
            raise Unbuildable("the model has no layers")
        if kind == "Sequential":
            inner = list(members.values())[1:]
            if any(isinstance(member, Operation | Placeholder) for member in inner):
                raise Unbuildable("a Sequential holds layers, and its input comes first")
            return ModelPlan(name, path, members, sequential=True)
        calls = self._ordered(members, entries)
        made = {(call.layer, call.number) for call in calls}
        inputs = self._ends(config.get("input_layers"), "input_layers", {})
        outputs = self._ends(config.get("output_layers"), "output_layers", members)
        for tensor in [*tensors_in(inputs), *tensors_in(outputs)]:
            known = isinstance(members.get(tensor.layer), Placeholder) or (tensor.layer, tensor.call) in made
            if not known:
                raise Unbuildable(f"nothing computes call {tensor.call} of {tensor.layer!r}")
        placeholders = {key for key, member in members.items() if isinstance(member, Placeholder)}
        if {tensor.layer for tensor in tensors_in(inputs)} != placeholders:
            raise Unbuildable("the model's inputs are not its input layers")
        return ModelPlan(name, path, members, tuple(calls), inputs, outputs)

    def _member(self, value: object, path: str, depth: int) -> tuple[str, Part | Operation | Placeholder | ModelPlan]:
        self._layers += 1
        if self._layers > self._limits.layers:
            raise Unbuildable(f"more than {self._limits.layers} layers")
        entry = values.mapping(value, "a layer")
        config = values.mapping(entry.get("config"), "a layer's config")
        name = values.name(config.get("name"), "a layer")
        if entry.get("name", name) != name:
            raise Unbuildable(f"{name!r} is also called {values.short(entry.get('name'))}")
        kind, module = entry.get("class_name"), entry.get("module")
        if type(kind) is str and kind in MODELS and module in MODELS[kind]:
            return name, self.read(value, f"{path}/{name}" if path else name, depth + 1)
        if type(module) is str and module in catalogue.OPERATIONS:
            return name, read_operation(value, name)
        if kind == "InputLayer":
            return name, read_placeholder(entry, name)
        return name, read_object(value, "layer", name)

    def _ordered(
        self,
        members: Mapping[str, Part | Operation | Placeholder | ModelPlan],
        entries: Mapping[str, Mapping[str, object]],
    ) -> list[Call]:
        """All calls, each after those whose outputs it needs."""
        waiting: list[Call] = []
        for name, entry in entries.items():
            nodes = values.sequence(entry.get("inbound_nodes"), f"the calls of {name!r}", 100)
            if isinstance(members[name], Placeholder) and nodes:
                raise Unbuildable(f"the input {name!r} is called")
            for number, node in enumerate(nodes):
                waiting.append(self._call(name, number, node, isinstance(members[name], Operation)))
        self._calls += len(waiting)
        if self._calls > self._limits.calls:
            raise Unbuildable(f"more than {self._limits.calls} layer calls")
        done = {(name, 0) for name, member in members.items() if isinstance(member, Placeholder)}
        ordered: list[Call] = []
        while waiting:
            blocked: list[Call] = []
            for call in waiting:
                needs = {(tensor.layer, tensor.call) for tensor in tensors_in([call.args, call.kwargs])}
                # Calls of one layer keep their order: the outputs are numbered by it.
                earlier = call.number == 0 or (call.layer, call.number - 1) in done
                if needs and needs <= done and earlier:
                    done.add((call.layer, call.number))
                    ordered.append(call)
                else:
                    blocked.append(call)
            if len(blocked) == len(waiting):
                raise Unbuildable(f"the calls of {blocked[0].layer!r} can never be made")
            waiting = blocked
        return ordered

    def _call(self, layer: str, number: int, value: object, operation: bool) -> Call:
        what = f"a call of {layer!r}"
        node = values.mapping(value, what)
        if set(node) != {"args", "kwargs"}:
            raise Unbuildable(f"{what} has not args and kwargs")
        args = values.sequence(node["args"], what, 10)
        kwargs = values.mapping(node["kwargs"], what, 20)
        unknown = kwargs.keys() - CALL_ARGUMENTS
        if unknown:
            raise Unbuildable(f"{what} has the argument {values.short(min(unknown))}")
        return Call(
            layer,
            number,
            tuple(read_argument(arg, what, operation) for arg in args),
            {key: read_argument(arg, what, operation) for key, arg in kwargs.items()},
        )

    def _ends(self, value: object, what: str, members: Mapping[str, object], depth: int = 0) -> object:
        """The structure of a model's inputs or outputs.

        Keras numbers the calls of nested functional models from 1 here, and from 0 elsewhere (3.15).
        """
        if depth > STRUCTURE:
            raise Unbuildable(f"{what} is nested too deep")
        if values.is_list(value):
            entries = values.sequence(value, what, 100)
            if len(entries) == 3 and type(entries[0]) is str:
                member = members.get(entries[0])
                first = 1 if isinstance(member, ModelPlan) and not member.sequential else 0
                return read_tensor(entries, what, first)
            return type(value)(self._ends(entry, what, members, depth + 1) for entry in entries)
        entries_by_name = values.mapping(value, what, 100)
        return {key: self._ends(entry, what, members, depth + 1) for key, entry in entries_by_name.items()}


def read_tensor(value: object, what: str, first: int = 0) -> Tensor:
    """A reference to the output of a call: layer, number of the call, number of the output."""
    entries = values.sequence(value, what, 3)
    if len(entries) != 3:
        raise Unbuildable(f"{what} does not refer to a tensor")
    layer = values.name(entries[0], what)
    return Tensor(layer, values.whole(entries[1], what, first) - first, values.whole(entries[2], what, 0))


def read_argument(value: object, what: str, operation: bool, depth: int = 0) -> object:
    """An argument of a call: tensors, plain values, and lists or dicts of them; slices for operations."""
    if depth > STRUCTURE:
        raise Unbuildable(f"{what} has arguments nested too deep")
    if values.is_list(value):
        entries = values.sequence(value, what, 100)
        return type(value)(read_argument(entry, what, operation, depth + 1) for entry in entries)
    if type(value) is not dict:
        return values.plain(value, what, frozenset())
    entry = values.mapping(value, what, 100)
    kind = entry.get("class_name")
    if kind is None:
        return {key: read_argument(item, what, operation, depth + 1) for key, item in entry.items()}
    config = values.mapping(entry.get("config"), what)
    if kind == "__keras_tensor__":
        return read_tensor(config.get("keras_history"), what)
    if kind == "__slice__" and operation:
        start, stop, step = (values.plain(config.get(key), what, frozenset()) for key in ("start", "stop", "step"))
        return Constant(slice(start, stop, step))
    if kind == "__ellipsis__" and operation:
        return Constant(Ellipsis)
    raise Unbuildable(f"{what} has {values.short(kind)} for an argument")


def tensors_in(structure: object) -> list[Tensor]:
    """All tensors of a structure that this module has read."""
    if isinstance(structure, Tensor):
        return [structure]
    if isinstance(structure, list | tuple):
        return [tensor for entry in structure for tensor in tensors_in(entry)]
    if isinstance(structure, Mapping):
        return [tensor for entry in structure.values() for tensor in tensors_in(entry)]
    return []


def read_placeholder(entry: Mapping[str, object], name: str) -> Placeholder:
    """An input layer."""
    if entry.get("module") != "keras.layers" or entry.get("registered_name") is not None:
        raise Unbuildable(f"the input {name!r} is no input layer of Keras")
    config = values.mapping(entry.get("config"), name)
    if config.get("sparse") or config.get("ragged"):
        raise Unbuildable(f"the input {name!r} is sparse or ragged")
    shape = values.sequence(config.get("batch_shape"), f"the shape of {name!r}", 6)
    if not shape:
        raise Unbuildable(f"the input {name!r} has no shape")
    extents = tuple(None if extent is None else values.whole(extent, name, 1) for extent in shape)
    if extents[0] is not None and extents[0] > 1_024:
        raise Unbuildable(f"the input {name!r} takes batches of {extents[0]}")
    dtype = read_dtype(config.get("dtype"), name) or "float32"
    return Placeholder(name, extents, dtype, values.flag(config.get("optional", False), name))


def read_compile(value: object) -> CompilePlan | None:
    """Compile settings; what no allow-list holds is left out, and said so.

    Raises:
        Unbuildable: when they are malformed or too large.
    """
    if value is None:
        return None
    entry = values.mapping(value, "the compile settings")
    left_out = [values.text(item, "left_out") for item in values.sequence(entry.get("left_out", []), "left_out", 100)]

    def part(key: str, family: str) -> object:
        try:
            return read_choices(entry.get(key), family, key)
        except Unknown as error:
            left_out.append(f"{key}: {error}")
            return None

    optimizer: object = None
    try:
        optimizer = read_named(entry.get("optimizer"), "optimizer", frozenset(), "the optimizer")
    except Unknown as error:
        left_out.append(f"optimizer: {error}")
    return CompilePlan(
        optimizer=optimizer if isinstance(optimizer, Part) else None,
        iterations=values.whole(entry.get("iterations", 0), "iterations", 0, 1 << 53),
        loss=part("loss", "loss"),
        loss_weights=read_weights(entry.get("loss_weights")),
        metrics=part("metrics", "metric"),
        weighted_metrics=part("weighted_metrics", "metric"),
        left_out=tuple(left_out),
    )


def read_choices(value: object, family: str, what: str, depth: int = 0) -> object:
    """Losses or metrics: one, a list, a dict by output."""
    if depth > 3:
        raise Unbuildable(f"{what} is nested too deep")
    if values.is_list(value):
        entries = values.sequence(value, what, 50)
        return [read_choices(entry, family, what, depth + 1) for entry in entries]
    if type(value) is dict and "class_name" not in value:
        by_output = values.mapping(value, what, 50)
        return {key: read_choices(entry, family, what, depth + 1) for key, entry in by_output.items()}
    return read_choice(value, family, what)


def read_weights(value: object) -> object:
    """Loss weights: a number, a list, a dict by output."""
    if type(value) is dict:
        by_output = values.mapping(value, "loss_weights", 50)
        return {key: values.plain(entry, "loss_weights", frozenset()) for key, entry in by_output.items()}
    return values.plain(value, "loss_weights", frozenset(), leaves=50)
