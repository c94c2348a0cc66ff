"""Networks are told by what they are built of, however they are spelt."""

import numpy as np
import pytest

from softmark.checks import (
    Parameters,
    Step,
    body_of,
    describe,
    optimizer_of,
    parameters_of,
    regularization_of,
    scaling_of,
)

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
from keras import layers  # noqa: E402  # only where keras is there

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras 3.15, numpy 2


def stack(*body, optimizer="adam", inputs=(6,)):
    model = keras.Sequential([keras.Input(inputs), *body])
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def functional(last):
    inputs = keras.Input((6,))
    return keras.Model(inputs, last(layers.Dense(8, "relu")(inputs)))


def unbuilt_then_called():
    model = keras.Sequential([layers.Dense(8, "relu"), layers.Dense(3, "softmax")])
    model(np.zeros((1, 6), "float32"))
    return model


ONE = (Step("dense", 8), Step("relu"), Step("dense", 3), Step("softmax"))
SPELLINGS = {
    "strings": lambda: stack(layers.Dense(8, "relu"), layers.Dense(3, "softmax")),
    "functions": lambda: stack(layers.Dense(8, keras.ops.relu), layers.Dense(3, keras.activations.softmax)),
    "TensorFlow's": lambda: stack(layers.Dense(8, tf.nn.relu), layers.Dense(3, tf.nn.softmax)),
    "layers": lambda: stack(layers.Dense(8), layers.ReLU(), layers.Dense(3), layers.Softmax()),
    "activation layers": lambda: stack(
        layers.Dense(8), layers.Activation("relu"), layers.Dense(3, "linear"), layers.Activation("softmax")
    ),
    "layers as activations": lambda: stack(layers.Dense(8, layers.ReLU()), layers.Dense(3, layers.Softmax())),
    "functional": lambda: functional(layers.Dense(3, "softmax")),
    "operations": lambda: functional(lambda hidden: keras.ops.softmax(layers.Dense(3)(hidden))),
    "nested": lambda: stack(
        keras.Sequential([keras.Input((6,)), layers.Dense(8, "relu")]),
        keras.Sequential([layers.Dense(3), layers.Softmax()]),
    ),
    "nested functional": lambda: stack(functional(layers.Dense(3)), layers.Softmax()),
    "no input layer": unbuilt_then_called,
    "nothing in between": lambda: stack(
        layers.Flatten(), layers.Dense(8, "relu"), layers.Identity(), layers.Dropout(0), layers.Dense(3, "softmax")
    ),
    "a copy": lambda: keras.models.clone_model(stack(layers.Dense(8, "relu"), layers.Dense(3, "softmax"))),
}
OTHERS = {
    "no activation": lambda: stack(layers.Dense(8), layers.Dense(3, "softmax")),
    "another activation": lambda: stack(layers.Dense(8, "tanh"), layers.Dense(3, "softmax")),
    "leaky": lambda: stack(layers.Dense(8), layers.ReLU(negative_slope=0.1), layers.Dense(3, "softmax")),
    "more units": lambda: stack(layers.Dense(9, "relu"), layers.Dense(3, "softmax")),
    "deeper": lambda: stack(layers.Dense(8, "relu"), layers.Dense(8, "relu"), layers.Dense(3, "softmax")),
    "dropout": lambda: stack(layers.Dense(8, "relu"), layers.Dropout(0.1), layers.Dense(3, "softmax")),
    "softmax inside": lambda: stack(layers.Dense(8, "softmax"), layers.Dense(3, "softmax")),
    "scores": lambda: stack(layers.Dense(8, "relu"), layers.Dense(3)),
    "another order": lambda: stack(layers.ReLU(), layers.Dense(8), layers.Dense(3, "softmax")),
}


@pytest.mark.parametrize("make", SPELLINGS.values(), ids=SPELLINGS)
def test_spellings_of_one_network_have_one_body(make) -> None:
    model = make()
    assert body_of(model) == ONE
    assert parameters_of(model) == Parameters(83, 0, 0)


@pytest.mark.parametrize("make", OTHERS.values(), ids=OTHERS)
def test_other_networks_have_another(make) -> None:
    assert body_of(make()) != ONE


def test_steps_read_well() -> None:
    body = body_of(
        stack(
            layers.Conv2D(4, 3, activation="swish"), layers.MaxPool2D(), layers.Flatten(), layers.Dense(3),
            inputs=(8, 8, 1),
        )
    )  # fmt: skip
    assert [str(step) for step in body] == ["conv2d 4", "silu", "maxpooling2d", "flatten", "dense 3"]
    body = body_of(stack(layers.Bidirectional(layers.LSTM(5)), layers.Dense(1, "sigmoid"), inputs=(4, 2)))
    assert [str(step) for step in body] == ["bidirectional lstm 5", "dense 1", "sigmoid"]


class Own(keras.Model):
    """A network with code of its own."""

    def __init__(self):
        super().__init__()
        self.last = layers.Dense(3)

    def call(self, rows):
        return tf.nn.softmax(self.last(tf.nn.dropout(rows, 0.5)))


def test_what_cannot_be_known_is_none() -> None:
    """Of own code, of a proxy and of what is no network; parameters of the first can be counted."""
    model = Own()
    model(np.zeros((1, 6), "float32"))
    for look in (body_of, scaling_of, regularization_of):
        assert look(model) is look(stack(model)) is look(object()) is look(None) is None
    assert parameters_of(model) == Parameters(21, 0, 0)
    assert parameters_of(keras.Sequential([layers.Dense(3)])) is None
    assert optimizer_of(model) is optimizer_of(object()) is None
    assert parameters_of(object()) is None


def test_frozen_weights_and_statistics_are_told_apart() -> None:
    """A frozen layer, one inside a frozen part, and the averages of a normalisation."""
    model = stack(layers.Dense(8), layers.BatchNormalization(), layers.Dense(3))
    assert parameters_of(model) == Parameters(56 + 16 + 27, 0, 16)
    model.layers[0].trainable = False
    assert parameters_of(model) == Parameters(16 + 27, 56, 16)
    base = keras.Sequential([keras.Input((6,)), layers.Dense(8), layers.BatchNormalization()])
    base.trainable = False
    assert parameters_of(stack(base, layers.Dense(3))) == Parameters(27, 56 + 16, 16)


def adapted():
    layer = layers.Normalization()
    layer.adapt(np.random.default_rng(0).normal(50, 9, (100, 6)))
    return layer


def divided():
    inputs = keras.Input((6,))
    return keras.Model(inputs, layers.Dense(3)(inputs / 255.0))


@pytest.mark.parametrize(
    ("make", "kinds", "idle"),
    [
        (lambda: stack(adapted(), layers.Dense(3)), ("normalization",), 0),
        (lambda: stack(layers.Normalization(mean=3.0, variance=4.0), layers.Dense(3)), ("normalization",), 0),
        (lambda: stack(layers.Rescaling(1 / 255), layers.Dense(3)), ("rescaling",), 0),
        (lambda: stack(keras.Sequential([layers.Rescaling(0.1)]), layers.Dense(3)), ("rescaling",), 0),
        (lambda: stack(layers.BatchNormalization(), layers.Dense(3)), ("batchnormalization",), 0),
        (divided, ("arithmetic",), 0),
        (lambda: stack(layers.Normalization(), layers.Dense(3)), (), 1),
        (lambda: stack(layers.Rescaling(1.0), layers.Dense(3)), (), 1),
        (lambda: stack(layers.Dense(3), layers.BatchNormalization()), (), 0),
    ],
)
def test_scaling_inside_counts_if_it_scales(make, kinds, idle) -> None:
    found = scaling_of(make())
    assert (found.kinds, len(found.idle), found.inside) == (kinds, idle, bool(kinds))


def test_optimizer_is_known_however_it_is_given() -> None:
    """By name, class or instance, with a schedule in it; a schedule that was never handed over is not there."""
    schedule = keras.optimizers.schedules.ExponentialDecay(0.02, 10, 0.5)

    class Mine(keras.optimizers.SGD):
        pass

    found = [optimizer_of(stack(layers.Dense(3), optimizer=given)) for given in ("adam", "Adam", "sgd", Mine(0.5))]
    assert [(one.kind, round(one.learning_rate, 4), one.schedule) for one in found] == [
        ("Adam", 0.001, ""), ("Adam", 0.001, ""), ("SGD", 0.01, ""), ("SGD", 0.5, "")
    ]  # fmt: skip
    found = optimizer_of(
        stack(layers.Dense(3), optimizer=keras.optimizers.AdamW(schedule, weight_decay=0.01, clipnorm=1))
    )
    assert (found.kind, found.schedule, found.weight_decay, found.clips, found.steps) == (
        "AdamW", "ExponentialDecay", 0.01, True, 0
    )  # fmt: skip
    assert found.learning_rate == pytest.approx(0.02)


L2 = keras.regularizers.L2
REGULAR = {
    "dropout": (lambda: stack(layers.Dense(8), layers.Dropout(0.3), layers.Dense(3)), True),
    "a little dropout": (lambda: stack(layers.Dense(8), layers.Dropout(0.002), layers.Dense(3)), True),
    "spatial dropout": (
        lambda: stack(
            layers.Conv2D(4, 3), layers.SpatialDropout2D(0.2), layers.Flatten(), layers.Dense(3), inputs=(8, 8, 1)
        ),
        True,
    ),
    "nested dropout": (lambda: stack(keras.Sequential([layers.Dense(8), layers.Dropout(0.3)]), layers.Dense(3)), True),
    "inside of a recurrent layer": (lambda: stack(layers.LSTM(4, dropout=0.2), layers.Dense(3), inputs=(5, 2)), True),
    "inside of both directions": (
        lambda: stack(layers.Bidirectional(layers.GRU(4, recurrent_dropout=0.2)), layers.Dense(3), inputs=(5, 2)),
        True,
    ),
    "noise": (lambda: stack(layers.GaussianNoise(0.1), layers.Dense(3)), True),
    "augmentation": (
        lambda: stack(layers.RandomFlip(), layers.Flatten(), layers.Dense(3), inputs=(8, 8, 1)),
        True,
    ),
    "l2": (lambda: stack(layers.Dense(8, kernel_regularizer=L2(0.01)), layers.Dense(3)), True),
    "l1 by name": (lambda: stack(layers.Dense(8, kernel_regularizer="l1"), layers.Dense(3)), True),
    "own penalty": (
        lambda: stack(layers.Dense(8, kernel_regularizer=lambda w: keras.ops.sum(w * w)), layers.Dense(3)),
        True,
    ),
    "of activity": (lambda: stack(layers.Dense(8, activity_regularizer=L2(0.01)), layers.Dense(3)), True),
    "weight decay": (lambda: stack(layers.Dense(3), optimizer=keras.optimizers.AdamW(weight_decay=0.01)), True),
    "batch normalisation": (lambda: stack(layers.Dense(8), layers.BatchNormalization(), layers.Dense(3)), True),
    "nothing": (lambda: stack(layers.Dense(8), layers.Dense(3)), False),
    "dropout of 0": (lambda: stack(layers.Dense(8), layers.Dropout(0), layers.Dense(3)), False),
    "dropout of 0.0": (lambda: stack(layers.Dense(8), layers.Dropout(0.0), layers.Dense(3)), False),
    "noise of 0": (lambda: stack(layers.GaussianNoise(0.0), layers.Dense(3)), False),
    "l2 of 0": (lambda: stack(layers.Dense(8, kernel_regularizer=L2(0.0)), layers.Dense(3)), False),
    "no decay": (lambda: stack(layers.Dense(3), optimizer=keras.optimizers.AdamW(weight_decay=0.0)), False),
    "own penalty of nothing": (
        lambda: stack(layers.Dense(8, kernel_regularizer=lambda w: 0.0 * keras.ops.sum(w)), layers.Dense(3)),
        False,
    ),
}


@pytest.mark.parametrize(("make", "expected"), REGULAR.values(), ids=REGULAR)
def test_regularisation_counts_if_it_has_an_effect(make, expected) -> None:
    found = regularization_of(make())
    assert found.has_effect is expected
    assert bool(found.mismatch) is not expected


def test_idle_regularisation_and_dropout_on_the_output_are_named() -> None:
    idle = regularization_of(
        stack(layers.Dense(8, kernel_regularizer=L2(0.0), name="big"), layers.Dropout(0, name="d"))
    )
    assert idle.idle == ("big", "d")
    assert "'big', 'd'" in idle.mismatch
    for last in (
        [layers.Dropout(0.5)],
        [layers.Dropout(0.5), layers.Softmax()],
        [layers.Softmax(), layers.Dropout(0.5)],
    ):
        assert regularization_of(stack(layers.Dense(3), *last)).on_output
    assert not regularization_of(stack(layers.Dropout(0.5), layers.Dense(3))).on_output


def test_looking_changes_nothing() -> None:
    """Neither weights, averages, nor what dropout draws next; nothing is compiled."""
    model = stack(adapted(), layers.Dense(8), layers.BatchNormalization(), layers.Dropout(0.5), layers.Dense(3))
    optimizer, rows = model.optimizer, np.ones((4, 6), "float32")
    before = [variable.numpy().copy() for layer in model.layers for variable in layer.variables]
    for look in (describe, body_of, parameters_of, scaling_of, regularization_of, optimizer_of):
        look(model)
    after = [variable.numpy() for layer in model.layers for variable in layer.variables]
    assert all(np.array_equal(one, two) for one, two in zip(before, after, strict=True))
    assert model.optimizer is optimizer
    assert np.asarray(model(rows)).shape == (4, 3)
