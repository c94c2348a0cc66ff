"""Descriptions that a submission may forge: refused, with one error, before anything of their size exists."""

import copy
import resource
import sys
from types import SimpleNamespace

import numpy as np
import pytest

keras = pytest.importorskip("keras")
from keras import Input, Sequential, layers  # noqa: E402  # only where keras is there

from softmark.checks import Loss, describe, probe  # noqa: E402  # only where keras is there
from softmark.judge.keras_build import ModelLimits, Unbuildable, build_model  # noqa: E402
from softmark.kernel.keras_export import export_model  # noqa: E402

MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def described():
    """The description of an honest model: input, hidden, head."""
    model = Sequential([Input((6,)), layers.Dense(4, "relu", name="hidden"), layers.Dense(1, name="head")])
    model.compile("adam", "mse", metrics=["mae"])
    return export_model(model)


@pytest.fixture
def spec(described):
    """A copy to forge."""
    return copy.deepcopy(described)


def layer(kind, **config):
    """A layer as Keras describes one."""
    config.setdefault("name", "forged")
    return {"module": "keras.layers", "class_name": kind, "config": config, "registered_name": None}


def only(spec, *forged, shape=(None, 6)):
    """The description with these layers, and no weights, behind an input."""
    placeholder = layer("InputLayer", batch_shape=shape, dtype="float32", name="input")
    for number, entry in enumerate(forged):
        entry["config"]["name"] = f"forged{number}"
    spec["model"]["config"]["layers"] = [placeholder, *forged]
    spec["weights"] = {}
    spec["trainable"] = {"": True, **{f"forged{number}": True for number in range(len(forged))}}


def hidden(spec):
    """The hidden layer's entry in the description."""
    return spec["model"]["config"]["layers"][1]


STARTED: list[str] = []


def notice(event, arguments):
    """Audit hook: what a forged name would have started."""
    if event in ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "pickle.find_class", "socket.connect"):
        STARTED.append(event)


sys.addaudithook(notice)


def refuse(spec, limits=None):
    """The reason for which it is refused; on the way nothing large is allocated and nothing is started."""
    STARTED.clear()
    before = peak_memory()
    with pytest.raises(Unbuildable) as refused:
        build_model(spec, limits or ModelLimits())
    assert peak_memory() - before < 128 * MEBIBYTE
    assert STARTED == []
    return str(refused.value)


def peak_memory():
    """The most that this process ever had in memory, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_honest_description_is_built(spec):
    """The forgeries below start from something that is accepted."""
    assert build_model(spec).compiled


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"class_name": "Lambda"}, "Lambda"),
        ({"class_name": "system", "module": "os"}, "not a known layer"),
        ({"module": "os"}, "said to come from"),
        ({"module": "builtins", "class_name": "eval"}, "not a known layer"),
        ({"module": "keras.src.layers.core.dense"}, "said to come from"),
        ({"registered_name": "Custom>Dense"}, "said to come from"),
        ({"registered_name": "Dense"}, "said to come from"),
        ({"class_name": "TFSMLayer"}, "not a known layer"),
        ({"class_name": "__lambda__"}, "not a known layer"),
        ({"class_name": ["Dense"]}, "short text"),
        ({"shared_object_id": 1}, "unknown key"),
        ({"config": None}, "should be a dict"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_layer_from_elsewhere(spec, change, reason):
    """Module, class and registration have to be exactly those of a layer on the list."""
    hidden(spec).update(change)
    assert reason in refuse(spec)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("activation", "os:system"),
        ("activation", "../../etc/passwd"),
        ("activation", layer("Lambda", function="x")),
        ("activation", layer("Dense", units=4)),
        ("activation", {"module": "builtins", "class_name": "function", "config": "eval", "registered_name": None}),
        ("activation", {"class_name": "__lambda__", "config": {"value": "4wAAAA=="}}),
        ("kernel_initializer", "eval"),
        ("kernel_initializer", {"module": "os", "class_name": "system", "config": {"command": "true"}}),
        ("kernel_regularizer", "print"),
        ("kernel_constraint", ["max_norm"]),
        ("dtype", "object"),
        ("dtype", {"module": "keras", "class_name": "QuantizedDTypePolicy", "config": {"name": "int8"}}),
        ("quantization_config", {"mode": "int8"}),
        ("lora_rank", 4),
        ("units", 2**40),
        ("units", -1),
        ("units", 4.0),
        ("units", True),
        ("units", "4"),
        ("units", [4]),
        ("units", np.array(4)),
        ("units", None),
        ("use_bias", "same"),
        ("use_bias", float("nan")),
        ("name", "a/b"),
        ("name", ""),
        ("name", "x" * 10_000_000),
        ("trainable", 1),
        ("surprise", 1),
    ],
    ids=lambda value: str(value)[:40],
)
def test_settings(spec, key, value):
    """Every setting is one that the class has, of its type, and every identifier is on a list."""
    hidden(spec)["config"][key] = value
    refuse(spec)


@pytest.mark.parametrize(
    ("shape", "forged"),
    [
        ((None, 6), [layer("Dense", units=2**25)]),
        ((None, 6), [layer("Dense", units=100_000)]),
        ((None, 6), [layer("Embedding", input_dim=2**26, output_dim=64)]),
        ((None, 6), [layer("RepeatVector", n=2**26)]),
        ((None, 6), [layer("CategoryEncoding", num_tokens=2**26)]),
        ((None, 6), [layer("Hashing", num_bins=2**26, output_mode="one_hot")]),
        ((None, 6), [layer("Reshape", target_shape=(1, 6)), layer("LSTM", units=2**20)]),
        ((None, 6), [layer("Reshape", target_shape=(1, 6)), layer("Bidirectional", layer=layer("GRU", units=2**13))]),
        (
            (None, 6),
            [layer("Reshape", target_shape=(1, 6)), layer("TimeDistributed", layer=layer("Dense", units=2**22))],
        ),
        ((None, 8, 8, 3), [layer("UpSampling2D", size=(2**12, 2**12))]),
        ((None, 8, 8, 3), [layer("UpSampling2D", size=(16, 16))] * 1 + [layer("UpSampling2D", size=(16, 16))]),
        ((None, 8, 8, 3), [layer("ZeroPadding2D", padding=((2**20, 2**20), (2**20, 2**20)))]),
        ((None, 8, 8, 3), [layer("Resizing", height=2**20, width=2**20)]),
        ((None, 8, 8, 3), [layer("Conv2D", filters=2**20, kernel_size=(1, 1))]),
        ((None, 8, 8, 3), [layer("Conv2D", filters=1, kernel_size=(3, 3), dilation_rate=(2**26, 2**26))]),
        ((None, 8, 8, 3), [layer("Conv2DTranspose", filters=1, kernel_size=(1, 1), strides=(2**14, 2**14))]),
        ((None, 2**40), []),
        ((None, 2**24, 2), [layer("Flatten")]),
        ((None, 5_000, 1), [layer("LSTM", units=8, unroll=True)]),
        ((2**20, 6), [layer("Flatten")]),
        ((None, 6), [layer("Rescaling", scale=[0.0] * 1_000_000)]),
        ((None, 6), [layer("Rescaling", scale=float("inf"))]),
        ((None, 6), [layer("StringLookup", vocabulary="/etc/passwd")]),
        ((None, 6), [layer("StringLookup", vocabulary=None)]),
    ],
    ids=lambda value: str([entry["class_name"] for entry in value])[:60] if isinstance(value, list) else str(value),
)
def test_layers_too_large(spec, shape, forged):
    """Nothing is allocated for outputs past the limit, or for weights that did not come along."""
    only(spec, *copy.deepcopy(forged), shape=shape)
    refuse(spec)


def nested(levels):
    """A model in a model in a model, closed at the bottom."""
    placeholder = layer("InputLayer", batch_shape=(None, 6), dtype="float32", name="input")
    inner = layer("Flatten", name="flat")
    for level in range(levels):
        inner = {
            "module": "keras",
            "class_name": "Sequential",
            "registered_name": None,
            "config": {"name": f"level{level}", "layers": [copy.deepcopy(placeholder), inner]},
        }
    return inner


def doubling(levels):
    """A functional model whose every level calls the one below twice: 2 ** levels calls in a few lines."""
    tensor = {"shape": (None, 6), "dtype": "float32"}
    inner = layer("Flatten", name="below")
    for level in range(levels):
        calls = [
            {
                "args": (
                    {"class_name": "__keras_tensor__", "config": {**tensor, "keras_history": [source, number, 0]}},
                ),
                "kwargs": {},
            }
            for source, number in [("input", 0), *[("below", call) for call in range(20)]]
        ]
        placeholder = layer("InputLayer", batch_shape=(None, 6), dtype="float32", name="input")
        inner["config"]["name"] = "below"
        first = 1 if level else 0
        inner = {
            "module": "keras.src.models.functional",
            "class_name": "Functional",
            "registered_name": None,
            "config": {
                "name": "top",
                "layers": [{**placeholder, "inbound_nodes": []}, {**inner, "inbound_nodes": calls}],
                "input_layers": [["input", 0, 0]],
                "output_layers": [["below", 20 + first, 0]],
            },
        }
    return inner


def test_nesting(spec):
    """A thousand models in one another are refused at the sixth."""
    spec["model"] = nested(1_000)
    assert "deep" in refuse(spec)


def test_calls_multiply(spec):
    """Calls of nested models count each time they are made: 21 to the fourth is too many."""
    spec["model"] = doubling(4)
    assert "calls" in refuse(spec)


def test_many_layers(spec):
    """A hundred thousand layers are refused by their number."""
    spec["model"]["config"]["layers"] = [layer("Flatten")] * 100_000
    assert "100000" in refuse(spec)


def test_description_in_itself(spec):
    """A cycle, which no wire format carries, ends all the same."""
    spec["model"]["config"]["layers"].append(spec["model"])
    refuse(spec)


def test_loop_of_calls(spec):
    """Two layers that feed each other are no model."""
    spec["model"] = doubling(1)
    spec["model"]["config"]["layers"][1]["inbound_nodes"] = [
        {
            "args": ({"class_name": "__keras_tensor__", "config": {"keras_history": ["below", 0, 0]}},),
            "kwargs": {},
        }
    ]
    assert "never" in refuse(spec)


@pytest.mark.parametrize(
    "argument",
    [
        {"class_name": "__lambda__", "config": {"value": "4wAA"}},
        {"class_name": "__tensor__", "config": {"value": [0.0], "dtype": "float32"}},
        {"class_name": "__slice__", "config": {"start": 0, "stop": 1, "step": None}},
        {"class_name": "__keras_tensor__", "config": {"keras_history": ["nobody", 0, 0]}},
        {"class_name": "__keras_tensor__", "config": {"keras_history": ["input", 7, 0]}},
        {"class_name": "__keras_tensor__", "config": {"keras_history": ["input", 0, 9]}},
        {"class_name": "__keras_tensor__", "config": {"keras_history": "input"}},
        "os.system",
        [[[[[[[[]]]]]]]],
    ],
    ids=lambda value: str(value)[:60],
)
def test_arguments_of_calls(spec, argument):
    """A layer is called on tensors of the model and on nothing else."""
    spec["model"] = doubling(1)
    spec["model"]["config"]["layers"][1]["inbound_nodes"][0]["args"] = (argument,)
    refuse(spec)


@pytest.mark.parametrize(
    "forge",
    [
        lambda weights: weights.pop("hidden"),
        lambda weights: weights["hidden"].pop(),
        lambda weights: weights["hidden"].append(["extra", np.zeros(1)]),
        lambda weights: weights.update(nobody=[["kernel", np.zeros(1)]]),
        lambda weights: weights["hidden"].reverse(),
        lambda weights: weights["hidden"][0].__setitem__(1, np.zeros((4, 6), "float32")),
        lambda weights: weights["hidden"][0].__setitem__(1, np.zeros(24, "float32")),
        lambda weights: weights["hidden"][0].__setitem__(1, np.full((6, 4), np.nan)),
        lambda weights: weights["hidden"][0].__setitem__(1, np.full((6, 4), "0")),
        lambda weights: weights["hidden"][0].__setitem__(1, np.full((6, 4), None)),
        lambda weights: weights["hidden"][0].__setitem__(1, [[0.0] * 4] * 6),
        lambda weights: weights["hidden"][0].__setitem__(1, np.broadcast_to(np.float32(0), (2**20, 2**20))),
        lambda weights: weights["hidden"][0].__setitem__(0, 3),
    ],
    ids="missing layer|missing|extra|extra layer|order|transposed|flat|nan|text|objects|list|huge|unnamed".split("|"),
)
def test_weights(spec, forge):
    """There is exactly one finite array of the right shape for each variable."""
    forge(spec["weights"])
    refuse(spec)


def test_diverged_weights_where_they_are_wanted(spec):
    """A limit lets weights pass that are not finite: a network that diverged is a network."""
    spec["weights"]["hidden"][0][1] = np.full((6, 4), np.nan)
    model = build_model(spec, ModelLimits(finite_weights=False))
    assert np.isnan(model(np.ones((1, 6)))).all()


@pytest.mark.parametrize(
    "forge",
    [
        lambda spec: spec.update(version=2),
        lambda spec: spec.update(surprise=1),
        lambda spec: spec.update(model="model"),
        lambda spec: spec["model"].update(class_name="Model"),
        lambda spec: spec["model"].update(module="os"),
        lambda spec: spec["model"].update(registered_name="Custom>Sequential"),
        lambda spec: spec["model"]["config"].update(layers={}),
        lambda spec: spec["model"]["config"].update(layers=[]),
        lambda spec: spec.update(weights=None),
        lambda spec: spec.update(trainable={}),
        lambda spec: spec["trainable"].update(hidden="yes"),
        lambda spec: spec.update(vocabulary={"hidden": ["a"]}),
        lambda spec: spec.update(history={"loss": [object()]}),
        lambda spec: spec.update(history={"loss": [0.0] * 1_000_000}),
        lambda spec: spec.update(loss_probe={"x" * 1_000: []}),
        lambda spec: spec.update(name="x" * 10_000),
    ],
    ids=range(16),
)
def test_wrong_types_everywhere(spec, forge):
    """Whatever is not as the kernel's side writes it is refused."""
    forge(spec)
    refuse(spec)


@pytest.mark.parametrize(
    "forged", [None, 1, "spec", [], (), {}, {1: 2}, np.zeros(3), object()], ids=lambda value: type(value).__name__
)
def test_no_description_at_all(forged):
    """Any other object is refused in the same way."""
    refuse(forged)


def metric(kind, **config):
    return [{"module": "keras.metrics", "class_name": kind, "config": config, "registered_name": None}]


@pytest.mark.parametrize(
    "forged",
    [
        {"metrics": metric("MeanIoU", num_classes=2**20)},
        {"metrics": metric("AUC", num_thresholds=2**26)},
        {"metrics": metric("AUC", multi_label=True, num_labels=2**26)},
        {"metrics": metric("AUC", module="os")},
        {"metrics": ["mae"] * 1_000},
        {"metrics": [[[[["mae"]]]]]},
        {"loss": 3},
        {"loss": metric("MeanIoU", num_classes=2)[0] | {"class_name": "Huber"}},
        {"optimizer": "adam"},
        {"optimizer": 3},
        {"iterations": -1},
        {"iterations": 2**70},
        {"loss_weights": "mean"},
        {"left_out": "x"},
    ],
    ids=lambda value: str(value)[:60],
)
def test_compile_settings(spec, forged):
    """Metrics that allocate gigabytes, and settings of the wrong kind, are refused with the model."""
    spec["compile"].update(forged)
    refuse(spec)


@pytest.mark.parametrize(
    "forged",
    [
        {"loss": "os:system"},
        {"loss": {"module": "builtins", "class_name": "function", "config": "eval", "registered_name": "function"}},
        {"optimizer": {"module": "os", "class_name": "system", "config": {}, "registered_name": None}},
    ],
    ids=["name", "function", "optimizer"],
)
def test_unknown_loss_leaves_the_model_uncompiled(spec, forged):
    """An honest student's custom loss looks like this: the model is built, and says what is missing."""
    spec["compile"].update(forged)
    model = build_model(spec)
    assert not model.compiled
    assert model.softmark_facts["left_out"]


@pytest.mark.parametrize(("compiled_with", "kind"), [("mse", "mean squared error"), (None, "none")])
def test_the_loss_is_the_one_it_was_compiled_with(spec, compiled_with, kind):
    """What the kernel says that the loss answers counts for nothing where the judge can ask the loss itself."""
    spec["compile"]["loss"] = compiled_with
    spec["loss_probe"] = probe(SimpleNamespace(loss="sparse_categorical_crossentropy"))
    assert describe(build_model(spec)).loss == Loss(kind)


def test_nothing_is_registered(spec):
    """Neither building nor refusing leaves a custom object behind that a name could reach."""
    before = dict(keras.saving.get_custom_objects())
    build_model(spec)
    hidden(spec)["registered_name"] = "Custom>Dense"
    refuse(spec)
    assert dict(keras.saving.get_custom_objects()) == before
