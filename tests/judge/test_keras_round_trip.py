"""Models that cross from the submission's kernel come back computing the same."""

import numpy as np
import pandas as pd
import pytest

keras = pytest.importorskip("keras")
import tensorflow as tf  # noqa: E402  # only where keras is there
from keras import Input, Sequential, layers, ops  # noqa: E402  # only where keras is there

from softmark.codec import decode, encode  # noqa: E402
from softmark.judge.keras_build import build_model, probe_inputs, same_predictions  # noqa: E402
from softmark.kernel.keras_export import export_model  # noqa: E402

pytestmark = pytest.mark.filterwarnings(
    # The student's own models make Keras warn: that is theirs, not ours.
    "ignore::UserWarning:keras",
    # TensorFlow 2.21 still calls it so.
    "ignore::DeprecationWarning",
)

FEATURES = 6


def stack(*body, shape=(FEATURES,), **settings):
    """A Sequential model with an input."""
    return Sequential([Input(shape, **settings), *body])


def dense_stack():
    return stack(layers.Dense(5, "relu"), layers.Dense(3, "softmax"))


def dense_functional():
    inputs = Input((FEATURES,))
    return keras.Model(inputs, layers.Dense(2)(layers.Dense(3, activation="tanh")(inputs)))


def separate_activations():
    return stack(layers.Dense(4), layers.Activation("relu"), layers.Dense(3), layers.Softmax())


def activation_layers():
    fused = layers.Dense(4, activation=layers.LeakyReLU(0.1))
    return stack(layers.Dense(4), layers.PReLU(), layers.LeakyReLU(0.2), fused, layers.ReLU(), layers.ELU())


def tensorflow_activations():
    return stack(layers.Dense(4, tf.nn.relu), layers.Dense(3, tf.nn.softmax), layers.Dense(3, ops.softmax))


def nested_stack():
    inputs = Input((FEATURES,))
    return keras.Model(inputs, layers.Dense(2)(stack(layers.Dense(4, "relu"), layers.Dense(4))(inputs)))


def nested_model_called_twice():
    inner_inputs = Input((FEATURES,))
    inner = keras.Model(inner_inputs, layers.Dense(FEATURES)(inner_inputs))
    inputs = Input((FEATURES,))
    twice = inner(inner(inputs))
    return keras.Model(inputs, [twice, inner(twice)])


def encoder_and_decoder():
    return stack(stack(layers.Dense(3)), stack(layers.Dense(FEATURES), shape=(3,)))


def first_layer_of_another():
    model = dense_stack()
    return keras.Model(model.inputs, model.layers[0].output)


def adapted_normalization():
    normalization = layers.Normalization()
    normalization.adapt(np.random.default_rng(0).normal(5, 3, (50, FEATURES)))
    return stack(normalization, layers.Dense(2))


def given_normalization():
    return stack(layers.Normalization(mean=[1.0] * FEATURES, variance=[2.0] * FEATURES), layers.Dense(2))


def augmented_images():
    augmentation = Sequential(
        [
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(0.1),
            layers.RandomZoom(0.1),
            layers.RandomContrast(0.2),
            layers.RandomTranslation(0.1, 0.1),
        ]
    )
    body = layers.Conv2D(4, 3, activation="relu", padding="same"), layers.MaxPooling2D(), layers.Flatten()
    return stack(augmentation, layers.Rescaling(1 / 255), *body, layers.Dense(2), shape=(8, 8, 3))


def convolutions():
    return stack(
        layers.Conv2D(4, 3),
        layers.SeparableConv2D(4, 3),
        layers.DepthwiseConv2D(2),
        layers.AveragePooling2D(2),
        layers.UpSampling2D(),
        layers.ZeroPadding2D(),
        layers.Cropping2D(),
        layers.Conv2DTranspose(2, 3, strides=2),
        layers.GlobalAveragePooling2D(),
        shape=(12, 12, 3),
    )


def images_of_any_size():
    body = layers.Rescaling(1 / 255), layers.Resizing(8, 8), layers.Conv2D(2, 3), layers.GlobalMaxPooling2D()
    return stack(*body, shape=(None, None, 3), dtype="uint8")


def embedding_and_lstm():
    return stack(layers.Embedding(20, 4), layers.LSTM(3), layers.Dense(1, "sigmoid"), shape=(7,))


def masked_sequences_of_any_length():
    body = layers.Embedding(20, 4, mask_zero=True), layers.Bidirectional(layers.LSTM(3)), layers.Dense(1)
    return stack(*body, shape=(None,))


def masked_functional():
    inputs = Input((7,), dtype="int32")
    hidden = layers.LSTM(3, return_sequences=True)(layers.Embedding(20, 4, mask_zero=True)(inputs))
    return keras.Model(inputs, layers.Dense(1)(layers.GRU(3)(hidden)))


def recurrent_layers():
    both_ways = layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode="sum")
    return stack(both_ways, layers.TimeDistributed(layers.Dense(2)), layers.SimpleRNN(2), shape=(5, 4))


def sequence_to_sequence():
    source, target = Input((5, 3)), Input((6, 2))
    _, hidden, cell = layers.LSTM(4, return_state=True)(source)
    decoded = layers.LSTM(4, return_sequences=True)(target, initial_state=[hidden, cell])
    return keras.Model([source, target], layers.Dense(1)(decoded))


def transformer_block():
    inputs = Input((5, 8))
    attended = layers.MultiHeadAttention(2, 4, dropout=0.1)(inputs, inputs, use_causal_mask=True)
    normal = layers.LayerNormalization()(inputs + attended)
    return keras.Model(inputs, layers.Dense(1)(layers.GlobalAveragePooling1D()(normal)))


def attention_scores():
    query, value = Input((5, 8)), Input((3, 8))
    attend = layers.MultiHeadAttention(2, 4)
    return keras.Model([query, value], attend(query=query, value=value, return_attention_scores=True))


def dot_attention():
    query, value = Input((5, 8)), Input((3, 8))
    return keras.Model([query, value], layers.Attention(use_scale=True)([query, value]))


def two_inputs_two_outputs():
    first, second = Input((3,), name="first"), Input((4,), name="second")
    joined = layers.Concatenate()([layers.Dense(2)(first), layers.Dense(2)(second)])
    heads = {
        "price": layers.Dense(1, name="price")(joined),
        "kind": layers.Dense(2, "softmax", name="kind")(joined),
    }
    model = keras.Model([first, second], heads)
    losses = {"price": "mse", "kind": keras.losses.CategoricalCrossentropy()}
    weights = {"price": 1.0, "kind": 0.5}
    model.compile("adam", losses, loss_weights=weights, metrics={"price": ["mae"], "kind": ["accuracy"]})
    return model


def inputs_by_name():
    wide, long = Input((3,), name="wide"), Input((4,), name="long")
    return keras.Model({"wide": wide, "long": long}, layers.Dense(1)(layers.Concatenate()([wide, long])))


def shared_layer():
    inputs, shared = Input((4,)), layers.Dense(4, "tanh")
    return keras.Model(inputs, layers.Add()([shared(inputs), shared(shared(inputs))]))


def operations():
    inputs = Input((5, 4))
    last = layers.Dense(4)(inputs)[:, -1, :] * 2.0 + 1
    mean = ops.mean(inputs, axis=1)
    return keras.Model(inputs, ops.concatenate([ops.softmax(last, axis=-1), mean], axis=-1))


def regularised():
    penalised = layers.Dense(
        4,
        kernel_regularizer=keras.regularizers.L1L2(0.1, 0.2),
        kernel_constraint="max_norm",
        kernel_initializer="he_normal",
    )
    return stack(penalised, layers.ActivityRegularization(0.1), layers.Dense(2, kernel_regularizer="l2"))


def reshaping():
    return stack(
        layers.Reshape((3, 2)),
        layers.Permute((2, 1)),
        layers.Conv1D(3, 2, padding="causal"),
        layers.GroupNormalization(1),
        layers.UnitNormalization(),
        layers.SpatialDropout1D(0.1),
        layers.Flatten(),
        layers.RepeatVector(3),
        layers.EinsumDense("abc,cd->abd", output_shape=(None, 4), bias_axes="d"),
        layers.GlobalMaxPooling1D(),
    )


def half_precision():
    return stack(layers.Dense(3, dtype="mixed_float16"), layers.Dense(2, dtype="float32"))


def text():
    vectorise = layers.TextVectorization(output_sequence_length=5)
    vectorise.adapt(["the cat sat", "a dog ran"])
    body = layers.Embedding(20, 3), layers.GlobalAveragePooling1D(), layers.Dense(1)
    return stack(vectorise, *body, shape=(), dtype="string")


def lookups():
    words, numbers = Input((1,), dtype="string"), Input((1,), dtype="int64")
    one = layers.StringLookup(vocabulary=["a", "b"], output_mode="one_hot")(words)
    many = layers.IntegerLookup(vocabulary=[3, 5, 9], output_mode="multi_hot")(numbers)
    return keras.Model([words, numbers], layers.Dense(1)(layers.Concatenate()([one, many])))


def discretised():
    bins = layers.Discretization(num_bins=4)
    bins.adapt(np.arange(20.0))
    return stack(bins, layers.CategoryEncoding(4, output_mode="multi_hot"), layers.Dense(1), shape=(3,))


def trained_with_noise():
    model = stack(
        layers.Dense(4),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        layers.GaussianNoise(0.1),
        layers.Dense(2, "softmax"),
    )
    model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(0)
    model.fit(rng.random((32, FEATURES)), np.eye(2)[np.arange(32) % 2], verbose=0)
    return model


def built_by_fit():
    model = Sequential([layers.Dense(5, "relu"), layers.Dense(1)])
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    model.compile(keras.optimizers.SGD(schedule, momentum=0.9), keras.losses.MeanSquaredError())
    model.fit(np.ones((8, FEATURES)), np.ones((8, 1)), batch_size=4, verbose=0)
    return model


KINDS = [
    dense_stack,
    dense_functional,
    separate_activations,
    activation_layers,
    tensorflow_activations,
    nested_stack,
    nested_model_called_twice,
    encoder_and_decoder,
    first_layer_of_another,
    adapted_normalization,
    given_normalization,
    augmented_images,
    convolutions,
    images_of_any_size,
    embedding_and_lstm,
    masked_sequences_of_any_length,
    masked_functional,
    recurrent_layers,
    sequence_to_sequence,
    transformer_block,
    attention_scores,
    dot_attention,
    two_inputs_two_outputs,
    inputs_by_name,
    shared_layer,
    operations,
    regularised,
    reshaping,
    half_precision,
    text,
    lookups,
    discretised,
    trained_with_noise,
    built_by_fit,
]


def crossed(model):
    """The model as the judge rebuilds it from bytes."""
    return build_model(decode(encode(export_model(model))))


def answers(model, inputs):
    """What predict() gives, without compiling a graph for each of these models."""
    tensors = keras.tree.map_structure(tf.convert_to_tensor, inputs)
    return keras.tree.map_structure(ops.convert_to_numpy, model(tensors, training=False))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_rebuilt_model_predicts_the_same(kind):
    """To the last bit, on inputs that the judge draws, through the wire format."""
    keras.utils.set_random_seed(1)
    model = kind()
    rebuilt = crossed(model)
    inputs = probe_inputs(rebuilt, seed=3)
    theirs, ours = answers(model, inputs), answers(rebuilt, inputs)
    assert same_predictions(theirs, ours)
    for there, here in zip(keras.tree.flatten(theirs), keras.tree.flatten(ours), strict=True):
        np.testing.assert_array_equal(there, here)
    assert [type(layer) for layer in rebuilt.layers] == [type(layer) for layer in model.layers]
    assert [layer.name for layer in rebuilt.layers] == [layer.name for layer in model.layers]
    assert (rebuilt.name, rebuilt.input_shape) == (model.name, model.input_shape)
    assert rebuilt.compiled == model.compiled


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_predictions_are_those_of_keras(kind):
    """Also of more rows than Keras takes at once: same structure, types and shapes, same values up to rounding."""
    keras.utils.set_random_seed(1)
    rebuilt = crossed(kind())
    inputs = probe_inputs(rebuilt, rows=70, seed=3)
    expected = type(rebuilt).predict(rebuilt, inputs, verbose=0)
    found = rebuilt.predict(inputs, verbose=0)
    keras.tree.assert_same_structure(found, expected)
    for here, keras_own in zip(keras.tree.flatten(found), keras.tree.flatten(expected), strict=True):
        assert (type(here), here.dtype, here.shape) == (type(keras_own), keras_own.dtype, keras_own.shape)
    assert same_predictions(found, expected)


def test_predictions_of_rows_that_look_at_each_other_are_those_of_keras():
    """A softmax over the wrong axis: what a row gives depends on who is in its batch."""
    rebuilt = crossed(stack(layers.Dense(3), layers.Softmax(axis=0)))
    rows = np.random.default_rng(0).normal(size=(100, FEATURES))
    np.testing.assert_allclose(rebuilt.predict(rows), type(rebuilt).predict(rebuilt, rows, verbose=0), rtol=1e-5)


@pytest.mark.parametrize(
    "rows",
    [
        [[0.5] * FEATURES] * 3,
        np.full((3, FEATURES), 2),
        np.full((3, FEATURES), 2.0).astype("float64"),
        tf.fill((3, FEATURES), 2.0),
        pd.DataFrame(np.full((3, FEATURES), 2.0)),
        [np.full((3, FEATURES), 2.0)],
        np.full(FEATURES, 2.0),
        np.empty((0, FEATURES)),
        np.full((3, FEATURES + 1), 2.0),
        tf.data.Dataset.from_tensors(np.full((3, FEATURES), 2.0)),
    ],
    ids="lists integers doubles tensor frame in_list flat none wide data".split(),
)
def test_whatever_keras_takes_or_refuses_is_taken_or_refused(rows):
    """With the same outcome: an answer, or an error of the same class."""
    rebuilt = crossed(dense_stack())

    def outcome(predict):
        try:
            return predict(rows, verbose=0)
        except Exception as error:
            return type(error)

    found, expected = (
        outcome(rebuilt.predict),
        outcome(lambda *args, **more: type(rebuilt).predict(rebuilt, *args, **more)),
    )
    assert same_predictions(found, expected) if isinstance(expected, np.ndarray) else found is expected


def test_adapted_normalization_is_on():
    """The mean that was adapted is taken off, as it is in the student's process."""
    rebuilt = crossed(adapted_normalization())
    np.testing.assert_allclose(rebuilt.layers[0](np.full((1, FEATURES), 5.0)), 0, atol=1)
    assert np.abs(rebuilt.layers[0](np.full((1, FEATURES), 50.0))).min() > 10


def test_frozen_layers_stay_frozen():
    """Each layer's flag comes along, a thawed layer in a frozen model too."""
    base = stack(layers.Dense(4), layers.BatchNormalization(), layers.Dense(4))
    base.trainable = False
    base.layers[0].trainable = True
    inputs = Input((FEATURES,))
    model = keras.Model(inputs, layers.Dense(1)(base(inputs, training=False)))
    rebuilt = crossed(model)
    assert [layer.trainable for layer in rebuilt.layers] == [layer.trainable for layer in model.layers]
    inner = rebuilt.layers[1]
    assert (inner.trainable, [layer.trainable for layer in inner.layers]) == (False, [True, False, False])
    assert len(rebuilt.trainable_weights) == len(model.trainable_weights) == 4


def test_compile_settings_of_a_training_run():
    """Optimizer, schedule, steps taken and loss are the student's; the history is a claim."""
    model = built_by_fit()
    rebuilt = crossed(model)
    optimizer = rebuilt.optimizer
    assert (type(optimizer).__name__, optimizer.momentum, int(optimizer.iterations)) == ("SGD", 0.9, 2)
    assert float(optimizer.learning_rate) == pytest.approx(float(model.optimizer.learning_rate))
    assert isinstance(rebuilt.loss, keras.losses.MeanSquaredError)
    assert rebuilt.softmark_facts["history"] == model.history.history
    assert rebuilt.softmark_facts["left_out"] == []


@pytest.mark.parametrize(
    ("loss", "metrics"),
    [
        ("BinaryCrossentropy", ["acc", keras.metrics.AUC()]),
        (keras.losses.BinaryCrossentropy, [keras.metrics.F1Score(threshold=0.5)]),
        (keras.losses.binary_crossentropy, [keras.metrics.binary_accuracy]),
        (keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1), None),
    ],
    ids=["name", "class", "function", "instance"],
)
def test_every_spelling_of_a_loss_comes_back(loss, metrics):
    """As name, class, function or instance, with its settings, and it evaluates to the same."""
    model = stack(layers.Dense(1, "sigmoid"))
    model.compile(keras.optimizers.AdamW(1e-2, clipnorm=1.0), loss, metrics=metrics)
    rebuilt = crossed(model)
    rows, labels = np.random.default_rng(0).random((8, FEATURES)), np.arange(8).reshape(-1, 1) % 2
    assert rebuilt.evaluate(rows, labels, verbose=0) == model.evaluate(rows, labels, verbose=0)
    assert (rebuilt.optimizer.clipnorm, float(rebuilt.optimizer.weight_decay)) == (1.0, 0.004)


def test_custom_loss_leaves_a_model_uncompiled():
    """Nothing of a lambda crosses: the model is there, its loss is not, and the facts say why."""
    model = stack(layers.Dense(1))
    model.compile("adam", lambda truth, guess: ops.mean(truth - guess))
    rebuilt = crossed(model)
    assert not rebuilt.compiled
    assert any("loss" in reason for reason in rebuilt.softmark_facts["left_out"])


def test_custom_metric_is_left_out_alone():
    """The rest of the compile settings stays."""

    def half(truth, guess):
        return ops.mean(guess) / 2

    model = stack(layers.Dense(1))
    model.compile("adam", "mse", metrics=["mae", half])
    rebuilt = crossed(model)
    assert rebuilt.loss == "mse"
    assert rebuilt.softmark_facts["left_out"] == ["metrics: half"]


def test_probed_loss_is_a_claim():
    """The kernel's probe of the loss is readable even where the loss itself stayed behind."""
    model = stack(layers.Dense(1))
    model.compile("adam", lambda truth, guess: ops.mean(ops.square(truth - guess), axis=-1))
    probed = crossed(model).softmark_facts["loss_probe"]
    assert isinstance(probed, dict)
    assert probed


def test_initializers_are_the_students_again():
    """Rebuilding starts from zeros, which a check of the initializers must not see."""
    rebuilt = crossed(regularised())
    assert isinstance(rebuilt.layers[0].kernel_initializer, keras.initializers.HeNormal)


def test_random_state_comes_along():
    """The next draw of a dropout layer is the one that it would be in the student's process."""
    model = stack(layers.Dropout(0.5, seed=4))
    model(np.ones((1, FEATURES)), training=True)
    rebuilt = crossed(model)
    np.testing.assert_array_equal(*(each(np.ones((9, FEATURES)), training=True) for each in (model, rebuilt)))


class Squared(layers.Layer):
    """A layer of the student's own."""

    def call(self, inputs):
        return inputs**2


class Subclass(keras.Model):
    """A model of the student's own."""

    def __init__(self):
        super().__init__()
        self.head = layers.Dense(1)

    def call(self, inputs):
        return self.head(inputs)


def called_subclass():
    model = Subclass()
    model(np.ones((1, FEATURES)))
    return model


def patched():
    model = dense_stack()

    def fail(*args, **kwargs):
        raise SystemError

    model.get_config = fail
    return model


@pytest.mark.parametrize(
    "make",
    [
        lambda: Sequential([layers.Dense(1)]),
        called_subclass,
        lambda: stack(layers.Lambda(lambda rows: rows * 2)),
        lambda: stack(Squared()),
        lambda: stack(layers.Dense(1, activation=lambda rows: rows)),
        patched,
        lambda: None,
        lambda: "model",
    ],
    ids=["unbuilt", "subclass", "Lambda", "custom layer", "lambda activation", "patched", "None", "text"],
)
def test_what_cannot_be_described_stays(make):
    """There is no description, and no error, of what only the student's code can compute."""
    assert export_model(make()) is None
