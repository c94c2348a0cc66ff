"""Networks are known by what they do."""

from types import SimpleNamespace

import numpy as np
import pytest

from softmark.checks import CannotDescribe, Loss, describe, probe

keras = pytest.importorskip("keras")
from keras import layers  # noqa: E402  # only where keras is there

INPUTS, CLASSES = 6, 4
SPARSE = "sparse_categorical_crossentropy"
FROM_LOGITS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def sequential(*body, loss=SPARSE, inputs=(INPUTS,)):
    """A compiled, untrained stack of layers."""
    model = keras.Sequential([keras.Input(inputs), *body])
    model.compile(optimizer="adam", loss=loss)
    return model


def dense(units=8, activation="relu"):
    return layers.Dense(units, activation=activation)


def softmax(units=CLASSES):
    return layers.Dense(units, activation="softmax")


def functional():
    inputs = keras.Input((INPUTS,))
    hidden = layers.Dense(8, "relu")(inputs)
    model = keras.Model(inputs, keras.ops.softmax(layers.Dense(CLASSES)(hidden)))
    model.compile(loss="SparseCategoricalCrossentropy")
    return model


def nested():
    return sequential(keras.Sequential([keras.Input((INPUTS,)), dense()]), keras.Sequential([softmax()]))


def adapted():
    """Normalization for inputs far from 0, as pixels or prices are."""
    scale = layers.Normalization()
    scale.adapt(np.random.default_rng(0).normal(1000, 50, (200, INPUTS)))
    return sequential(scale, dense(), softmax())


def trained():
    model = sequential(dense(16), softmax())
    draw = np.random.default_rng(0)
    model.fit(draw.normal(size=(64, INPUTS)), draw.integers(0, CLASSES, 64), epochs=1, verbose=0)
    return model


def saturated():
    """A net so sure of itself that float32 rounds its probabilities to 0 and 1."""
    model = sequential(dense(), softmax())
    model.set_weights([40 * weight for weight in model.get_weights()])
    return model


RIGHT = {
    "dense softmax": lambda: sequential(dense(), softmax()),
    "softmax layer": lambda: sequential(dense(), layers.Dense(CLASSES), layers.Softmax()),
    "activation layers": lambda: sequential(
        layers.Dense(8), layers.Activation("relu"), layers.Dense(CLASSES), layers.Activation("softmax")
    ),
    "functional with an operation": functional,
    "nested": nested,
    "loss class": lambda: sequential(dense(), softmax(), loss=keras.losses.SparseCategoricalCrossentropy),
    "loss function": lambda: sequential(dense(), softmax(), loss=keras.losses.sparse_categorical_crossentropy),
    "loss in CamelCase": lambda: sequential(dense(), softmax(), loss="SparseCategoricalCrossentropy"),
    "one-hot": lambda: sequential(dense(), softmax(), loss="categorical_crossentropy"),
    "label smoothing": lambda: sequential(
        dense(), softmax(), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
    ),
    "rescaling inside": lambda: sequential(layers.Rescaling(1 / 255), dense(), softmax()),
    "normalization inside": adapted,
    "gelu": lambda: sequential(dense(8, "gelu"), softmax()),
    "PReLU": lambda: sequential(layers.Dense(8), layers.PReLU(alpha_initializer="uniform"), softmax()),
    "tanh": lambda: sequential(dense(8, "tanh"), softmax()),
    "dropout and batch normalization": lambda: sequential(
        dense(), layers.Dropout(0.5), layers.BatchNormalization(), softmax()
    ),
    "images": lambda: sequential(layers.Flatten(), dense(), softmax(), inputs=(3, 2)),
    "trained": trained,
    "saturated": saturated,
}


@pytest.mark.parametrize("spelling", RIGHT)
def test_spellings_of_a_softmax_classifier_are_one_classifier(spelling):
    """Every way to write a softmax classifier gives the same description, but for the form of the labels."""
    seen = describe(RIGHT[spelling]())
    assert (seen.head, seen.units, seen.task, seen.fits, seen.mismatch) == (
        "softmax",
        CLASSES,
        "classes",
        True,
        "",
    )
    assert not seen.loss.from_logits
    assert seen.loss.kind.endswith("categorical cross-entropy")
    assert seen.nonlinear


def test_logits_with_the_flag_are_a_classifier():
    """Logits and ``from_logits=True`` fit; so does log-softmax, whose softmax is itself."""
    for head in ([layers.Dense(CLASSES)], [layers.Dense(CLASSES), layers.Activation("log_softmax")]):
        seen = describe(sequential(dense(), *head, loss=FROM_LOGITS))
        assert (seen.task, seen.units, seen.nonlinear) == ("classes", CLASSES, True)


WRONG = {
    "softmax and from_logits": (
        lambda: sequential(dense(), softmax(), loss=FROM_LOGITS),
        "softmax",
        "Keep one",
    ),
    "logits without the flag": (lambda: sequential(dense(), layers.Dense(CLASSES)), "linear", "(logits)"),
    "sigmoids": (lambda: sequential(dense(), dense(CLASSES, "sigmoid")), "sigmoid", "separate sigmoids"),
    "mean squared error": (
        lambda: sequential(dense(), softmax(), loss="mse"),
        "softmax",
        "one for numbers",
    ),
    "binary loss": (
        lambda: sequential(dense(), softmax(), loss="binary_crossentropy"),
        "softmax",
        "each class on its own",
    ),
    "relu head": (lambda: sequential(dense(), dense(CLASSES, "relu")), "non-negative", "never below 0"),
    "tanh head": (lambda: sequential(dense(), dense(CLASSES, "tanh")), "tanh", "-1 and 1"),
    "softmax twice": (lambda: sequential(dense(), softmax(), layers.Softmax()), "squashed softmax", "plain scores"),
    "softmax of sigmoids": (
        lambda: sequential(dense(), dense(CLASSES, "sigmoid"), layers.Softmax()),
        "squashed softmax",
        "plain scores",
    ),
    "softmax of ReLU": (
        lambda: sequential(dense(), dense(CLASSES, "relu"), layers.Softmax()),
        "squashed softmax",
        "plain scores",
    ),
    "softmax of tanh": (
        lambda: sequential(dense(), dense(CLASSES, "tanh"), layers.Softmax(), loss="categorical_crossentropy"),
        "squashed softmax",
        "plain scores",
    ),
    "one unit": (lambda: sequential(dense(), layers.Dense(1, "sigmoid")), "sigmoid", "single unit"),
    "one-unit softmax": (
        lambda: sequential(dense(), softmax(1), loss="binary_crossentropy"),
        "softmax",
        "always 1",
    ),
    "hinge": (lambda: sequential(dense(), softmax(), loss="hinge"), "softmax", "do not know"),
    "never compiled": (
        lambda: keras.Sequential([keras.Input((INPUTS,)), softmax()]),
        "softmax",
        "not compiled",
    ),
    "all weights 0": (
        lambda: sequential(dense(), layers.Dense(CLASSES, kernel_initializer="zeros"), loss=FROM_LOGITS),
        "constant",
        "same output",
    ),
}


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1:UserWarning")  # that is the mistake
@pytest.mark.parametrize("mistake", WRONG)
def test_heads_that_do_not_fit_their_loss(mistake):
    """A wrong pair is told from a right one, and the reason names what was seen."""
    build, head, reason = WRONG[mistake]
    seen = describe(build())
    assert seen.head == head
    assert not seen.fits
    assert reason in seen.mismatch
    assert seen.nonlinear or mistake == "never compiled"  # one mistake is not taken for two


@pytest.mark.parametrize("activation", ["softmax", "sigmoid", "linear", "tanh"])
@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_linear_stacks_are_seen_behind_every_head(activation, scale):
    """Two layers without an activation between them are one: only the output activation bends."""
    bent, straight = (
        sequential(
            layers.Rescaling(1 / scale, offset=-0.5),
            dense(8, hidden),
            layers.Dropout(0.2),
            dense(CLASSES, activation),
        )
        for hidden in ("relu", "linear")
    )
    assert describe(bent).nonlinear
    assert not describe(straight).nonlinear


def test_trained_linear_stack_is_linear():
    """Biases and an adapted Normalization make a stack affine, not bent."""
    scale = layers.Normalization()
    draw = np.random.default_rng(0)
    x = draw.normal(130, 70, (200, INPUTS))
    scale.adapt(x)
    model = sequential(scale, dense(8, None), softmax())
    model.fit(x, (x[:, 0] > 130).astype(int), epochs=2, verbose=0)
    assert not describe(model).nonlinear
    assert not describe(model, rows=x).nonlinear


@pytest.mark.parametrize(
    ("body", "loss", "task"),
    [
        (lambda: [dense(1, "sigmoid")], "binary_crossentropy", "binary"),
        (lambda: [layers.Dense(1)], keras.losses.BinaryCrossentropy(from_logits=True), "binary"),
        (lambda: [softmax(2)], SPARSE, "classes"),
        (lambda: [softmax(2)], "binary_crossentropy", "classes"),
        (lambda: [dense(3, "sigmoid")], "binary_crossentropy", "labels"),
        (lambda: [layers.Dense(1)], "mse", "numbers"),
        (lambda: [dense(1, "softplus")], keras.losses.Huber(), "numbers"),
        (lambda: [dense(1, "sigmoid")], keras.losses.BinaryCrossentropy(from_logits=True), None),
        (lambda: [layers.Dense(1)], "binary_crossentropy", None),
        (lambda: [dense(1, "relu")], "mse", None),
        (lambda: [dense(1, "sigmoid")], "mse", None),
    ],
)
def test_what_head_and_loss_learn_together(body, loss, task):
    """The pair says what is learnt: one of several classes, yes or no, labels, numbers, or nothing."""
    assert describe(sequential(dense(), *body(), loss=loss)).task == task


def test_looking_changes_nothing():
    """Weights, loss and optimizer of a trained model are as they were, and predictions, too."""
    model = trained()
    x = np.ones((3, INPUTS))
    before = (model.predict(x, verbose=0), model.loss, model.optimizer, int(model.optimizer.iterations))
    describe(model)
    after = (model.predict(x, verbose=0), model.loss, model.optimizer, int(model.optimizer.iterations))
    np.testing.assert_array_equal(before[0], after[0])
    assert before[1:] == after[1:]


def test_a_proxy_gives_the_same_description():
    """``predict``, an input shape and the recorded answers of the loss are enough."""
    model = sequential(dense(), softmax(), loss=FROM_LOGITS)
    facts = {"loss_probe": probe(model), "parameters": model.count_params()}
    proxy = SimpleNamespace(
        predict=lambda x, verbose=0: model.predict(x, verbose=0),
        input_shape=model.input_shape,
        softmark_facts=facts,
    )
    assert describe(proxy) == describe(model)
    assert describe(proxy).parameters == INPUTS * 8 + 8 + 8 * CLASSES + CLASSES


def test_facts_speak_where_the_loss_was_not_rebuilt():
    """A rebuilt model without its loss is judged by the loss that was recorded."""
    model = keras.Sequential([keras.Input((INPUTS,)), dense(), softmax()])
    model.softmark_facts = {"loss_probe": probe(SimpleNamespace(loss=SPARSE))}
    assert describe(model).loss == Loss("sparse categorical cross-entropy")


def test_rows_replace_the_shape():
    """A subclass without a known shape, and an estimator without ``verbose``, need example rows."""

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden, self.out = layers.Dense(8, "relu"), layers.Dense(CLASSES)

        def call(self, x):
            return keras.ops.softmax(self.out(self.hidden(x)))

    rows = np.random.default_rng(0).normal(130, 70, (50, INPUTS))
    net = Net()
    net.compile(loss=SPARSE)
    seen = describe(net, rows=rows)
    assert (seen.head, seen.units, seen.task, seen.nonlinear) == ("softmax", CLASSES, "classes", True)
    weights = np.random.default_rng(1).normal(size=(INPUTS, 1))
    seen = describe(SimpleNamespace(predict=lambda x: x @ weights), rows=rows)
    assert (seen.head, seen.units, seen.loss, seen.nonlinear) == ("linear", 1, Loss("none"), False)


def test_what_cannot_be_described_says_so():
    """No shape, word indices for inputs, several inputs: a named error with a sentence."""
    with pytest.raises(CannotDescribe, match="rows="):
        describe(SimpleNamespace(predict=lambda x, verbose=0: x))
    words = sequential(layers.Embedding(10, 2), layers.Flatten(), softmax(), inputs=(5,))
    with pytest.raises(CannotDescribe, match="predictions"):
        describe(words)
    two = [keras.Input((2,)), keras.Input((2,))]
    with pytest.raises(CannotDescribe, match="input shape"):
        describe(keras.Model(two, layers.Add()(two)))
    with np.errstate(all="ignore"), pytest.raises(CannotDescribe, match="finite"):
        describe(SimpleNamespace(predict=lambda x, verbose=0: np.log(-np.abs(x)), input_shape=(None, 2)))
