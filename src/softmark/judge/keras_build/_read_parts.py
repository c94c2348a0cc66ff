"""Reads layers, initializers, losses: every key a parameter of the class, every value by a rule."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

from softmark.judge.keras_build import _catalogue as catalogue
from softmark.judge.keras_build import _values as values
from softmark.judge.keras_build._limits import Unbuildable, Unknown
from softmark.judge.keras_build._plan import Function, Operation, Part

# Keys of get_config() that are no parameters, and say nothing that the rest does not.
DERIVED = frozenset({"vocabulary_size"})
BASE = frozenset({"name", "dtype", "trainable", "activity_regularizer", "autocast"})
# Parameters that hide behind **kwargs.
EXTRA = {"LayerNormalization": {"rms_scaling"}}
FLAGS = catalogue.words(
    """
    amsgrad autocast center centered from_logits go_backwards keepdims mask_zero multi_label nesterov
    normalize pad_to_max_tokens reset_after return_sequences return_state staircase stateful unit_forget_bias unroll
    use_bias use_ema use_gate use_scale zero_output_for_mask
    """
)
SCALARS = 1_000_000


def read_object(value: object, family: str, what: str) -> Part:
    """A class with settings, as Keras describes one: module, class name, registered name, config.

    Raises:
        Unknown: when the allow-list does not hold the class.
        Unbuildable: when anything about it is not as it should be.
    """
    entry = values.mapping(value, what)
    extra = entry.keys() - {
        "module",
        "class_name",
        "config",
        "registered_name",
        "build_config",
        "name",
        "inbound_nodes",
    }
    if extra:
        raise Unbuildable(f"{what} has the unknown key {values.short(min(extra))}")
    kind = values.text(entry.get("class_name"), what)
    found = catalogue.find_class(family, kind)
    module, _ = catalogue.FAMILIES[family]
    if entry.get("module") != module or entry.get("registered_name") is not None:
        raise Unbuildable(f"{what}: {kind!r} is said to come from {values.short(entry.get('module'))}")
    config = values.mapping(entry.get("config"), what)
    allowed = parameters(found)
    settings: dict[str, object] = {}
    for key, setting in config.items():
        if key in DERIVED:
            continue
        if key not in allowed:
            raise Unbuildable(f"{what}: {kind} has no setting {values.short(key)}")
        settings[key] = read_setting(key, setting, f"{what} {kind}.{key}")
    if kind in catalogue.WRAPPERS and any(
        isinstance(settings.get(key), Part) and settings[key].kind in catalogue.WRAPPERS  # type: ignore[attr-defined]  # just narrowed
        for key in ("layer", "backward_layer")
    ):
        raise Unbuildable(f"{what}: a wrapper in a wrapper")
    return Part(family, kind, settings)


@cache
def parameters(found: Any) -> frozenset[str]:
    """Names of all arguments that a Keras class and its Keras bases take."""
    names: set[str] = set()
    for base in found.__mro__:
        if base.__module__.startswith("keras.") and "__init__" in vars(base):
            names.update(inspect.signature(vars(base)["__init__"]).parameters)
    return frozenset(names | BASE | EXTRA.get(found.__name__, set())) - {"self", "args", "kwargs"}


def read_setting(key: str, value: object, what: str) -> object:
    """One setting, by the rule for its name: an allow-list where Keras would look something up.

    Raises:
        Unbuildable: when the rule does not hold.
    """
    if key.endswith("_initializer"):
        return value if value is None else read_initializer(value, what)
    if key.endswith("_regularizer"):
        return read_named(value, "regularizer", catalogue.REGULARIZERS, what)
    if key.endswith("_constraint"):
        return read_named(value, "constraint", catalogue.CONSTRAINTS, what)
    rule = RULES.get(key)
    return rule(value, what) if rule else values.plain(value, what, catalogue.WORDS)


def read_initializer(value: object, what: str) -> Part:
    """An initializer, whether named or described."""
    if isinstance(value, str):
        kind = "".join(part[:1].upper() + part[1:] for part in values.text(value, what).split("_"))
        catalogue.find_class("initializer", kind)
        return Part("initializer", kind, {})
    return read_object(value, "initializer", what)


def read_named(value: object, family: str, names: frozenset[str], what: str) -> object:
    """None, a known name, or a described object of the family."""
    if value is None:
        return None
    if isinstance(value, str):
        if value not in names:
            raise Unbuildable(f"{what}: {values.short(value)} is not a known {family}")
        return value
    return read_object(value, family, what)


def read_activation(value: object, what: str) -> object:
    """None, the name of one of Keras's activations, or an activation layer without weights."""
    return read_named(value, "activation layer", catalogue.ACTIVATIONS, what)


def read_dtype(value: object, what: str) -> str | None:
    """The name of a dtype or dtype policy."""
    if type(value) is dict:
        policy = values.mapping(value, what)
        config = values.mapping(policy.get("config"), what)
        if policy.get("module") != "keras" or policy.get("class_name") != "DTypePolicy" or set(config) != {"name"}:
            raise Unbuildable(f"{what} is not a known dtype policy")
        if policy.get("registered_name") is not None:
            raise Unbuildable(f"{what} is a registered dtype policy")
        value = config["name"]
    if value is None:
        return None
    if type(value) is not str or value not in catalogue.DTYPES:
        raise Unbuildable(f"{what}: {values.short(value)} is not a known dtype")
    return value


def read_leaf(value: object, what: str) -> object:
    """The layer that a wrapper wraps."""
    return None if value is None else read_object(value, "layer", what)


def read_rate(value: object, what: str) -> object:
    """A learning rate: a number or a schedule."""
    return read_object(value, "schedule", what) if type(value) is dict else values.plain(value, what, frozenset())


def read_operation(value: object, what: str) -> Operation:
    """An operation of keras.ops.

    Raises:
        Unbuildable: when the allow-list does not hold it, or a setting is not plain.
    """
    entry = values.mapping(value, what)
    module, kind = values.text(entry.get("module"), what), values.text(entry.get("class_name"), what)
    found = catalogue.find_operation(module, kind)
    if entry.get("registered_name") not in (None, kind):
        raise Unbuildable(f"{what}: {kind} is registered as {values.short(entry.get('registered_name'))}")
    config = values.mapping(entry.get("config"), what)
    unknown = config.keys() - parameters(found) - {"name"}
    if unknown:
        raise Unbuildable(f"{what}: {kind} has no setting {values.short(min(unknown))}")
    return Operation(module, kind, {key: read_setting(key, setting, what) for key, setting in config.items()})


def read_choice(value: object, family: str, what: str) -> object:
    """A loss or metric: its name, a described instance, one of Keras's functions.

    Raises:
        Unknown: when no allow-list holds it.
        Unbuildable: when it is malformed or too large.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if value not in catalogue.NAMES[family]:
            raise Unknown(f"{values.short(value)} is not a known {family}")
        return value
    entry = values.mapping(value, what)
    if entry.get("class_name") == "function":
        function = values.text(entry.get("config"), what)
        catalogue.find_function(family, function)
        return Function(family, function)
    return read_object(value, family, what)


def _must_be(wanted: object) -> Callable[[object, str], object]:
    def rule(value: object, what: str) -> object:
        if value is not wanted:
            raise Unbuildable(f"{what} should be {wanted}, not {values.short(value)}")
        return value

    return rule


def _count(high: int) -> Callable[[object, str], object]:
    return lambda value, what: None if value is None else values.whole(value, what, 0, high)


def _token(value: object, what: str) -> object:
    return value if value is None or type(value) is int else values.text(value, what)


def _many(value: object, what: str) -> object:
    return values.plain(value, what, frozenset(), leaves=SCALARS)


def _spread(value: object, what: str) -> object:
    spread = values.plain(value, what, frozenset())
    for step in spread if isinstance(spread, list | tuple) else [spread]:
        values.whole(step, what, 1, 1_024)
    return spread


def _seed(value: object, what: str) -> object:
    return None if value is None else values.whole(value, what, -(1 << 63), 1 << 63)


RULES: dict[str, Callable[[object, str], object]] = {
    "name": values.name,
    "trainable": values.flag,
    "dtype": read_dtype,
    "activation": read_activation,
    "recurrent_activation": read_activation,
    "layer": read_leaf,
    "backward_layer": read_leaf,
    "learning_rate": read_rate,
    "seed": _seed,
    "salt": _seed,
    # A dilated kernel pads its input by its reach.
    "dilation_rate": _spread,
    "equation": values.text,
    "bias_axes": _token,
    "oov_token": _token,
    "mask_token": _token,
    "vocabulary_dtype": read_dtype,
    "mean": _many,
    "variance": _many,
    "bin_boundaries": _many,
    # These would read files, hold tensors, or quietly change what a layer is.
    **dict.fromkeys(
        (
            "vocabulary",
            "idf_weights",
            "weights",
            "quantization_config",
            "lora_rank",
            "lora_alpha",
            "input_tensor",
            "gptq_unpacked_column_size",
            "bounding_box_format",
        ),
        _must_be(None),
    ),
    "rms_scaling": _must_be(False),
    "sparse": _must_be(False),
    "ragged": _must_be(False),
    **dict.fromkeys(FLAGS, values.flag),
    # Metrics allocate the square of the classes, or thresholds times labels, when they are made.
    "num_thresholds": _count(5_000),
    "num_classes": _count(2_048),
    "num_labels": _count(256),
}
