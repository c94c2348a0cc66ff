"""Losses are known by what they answer."""

from types import SimpleNamespace

import numpy as np
import pytest

from softmark.checks import Loss, classify, probe

keras = pytest.importorskip("keras")

SPARSE = "sparse categorical cross-entropy"
ONE_HOT = "categorical cross-entropy"
BINARY = "binary cross-entropy"


def loss_of(loss):
    """The classification of whatever stands in ``model.loss``."""
    return classify(probe(SimpleNamespace(loss=loss)))


@pytest.mark.parametrize(
    "loss",
    [
        "sparse_categorical_crossentropy",
        "SparseCategoricalCrossentropy",
        keras.losses.SparseCategoricalCrossentropy,
        keras.losses.SparseCategoricalCrossentropy(reduction="sum"),
        keras.losses.sparse_categorical_crossentropy,
        lambda y, p: keras.losses.sparse_categorical_crossentropy(y, p),
        lambda y, p: -keras.ops.log(keras.ops.take_along_axis(p, keras.ops.cast(y, "int32")[:, None], axis=1)),
        ["sparse_categorical_crossentropy"],
        {"out": "sparse_categorical_crossentropy"},
    ],
    ids=["alias", "CamelCase", "class", "sum", "function", "lambda", "by hand", "list", "dict"],
)
def test_spellings_of_one_loss_are_one_loss(loss):
    """However sparse cross-entropy is written, it is sparse cross-entropy on probabilities."""
    assert loss_of(loss) == Loss(SPARSE)


def test_logits_are_told_from_probabilities():
    """The flag ``from_logits`` is seen for all three cross-entropies, in functions, too."""
    losses = keras.losses
    assert loss_of(losses.SparseCategoricalCrossentropy(from_logits=True)) == Loss(SPARSE, True)
    assert loss_of(losses.CategoricalCrossentropy(from_logits=True)) == Loss(ONE_HOT, True)
    assert loss_of(losses.BinaryCrossentropy(from_logits=True)) == Loss(BINARY, True)
    assert loss_of(lambda y, p: losses.binary_crossentropy(y, p, from_logits=True)) == Loss(BINARY, True)
    assert loss_of("bce") == Loss(BINARY)


def test_label_smoothing_is_tolerated_and_reported():
    """Smoothed cross-entropies keep their kind; the share that is spread is found."""
    smooth = loss_of(keras.losses.CategoricalCrossentropy(label_smoothing=0.1, from_logits=True))
    assert (smooth.kind, smooth.from_logits, smooth.label_smoothing) == (
        ONE_HOT,
        True,
        pytest.approx(0.1, abs=1e-3),
    )
    smooth = loss_of(keras.losses.BinaryCrossentropy(label_smoothing=0.2))
    assert (smooth.kind, smooth.from_logits, smooth.label_smoothing) == (
        BINARY,
        False,
        pytest.approx(0.2, abs=1e-3),
    )


def test_focal_and_weighted_cross_entropies_keep_their_kind():
    """Weights of classes or of easy rows inside the loss do not hide which cross-entropy it is."""
    focal = loss_of(keras.losses.CategoricalFocalCrossentropy(gamma=2.0))
    assert (focal.kind, focal.focal) == (ONE_HOT, True)

    def three_times_yes(y, p):
        return keras.ops.mean((1.0 + 2.0 * y) * keras.losses.binary_crossentropy(y, p)[:, None])

    weighted = loss_of(three_times_yes)
    assert (weighted.kind, weighted.weighted, weighted.focal) == (BINARY, True, False)


@pytest.mark.parametrize(
    ("loss", "kind"),
    [
        ("mse", "mean squared error"),
        ("MeanAbsoluteError", "mean absolute error"),
        (keras.losses.Huber(delta=0.7), "Huber"),
        ("huber", "Huber"),
        ("log_cosh", "log-cosh"),
        ("mape", "mean absolute percentage error"),
        ("msle", "mean squared logarithmic error"),
        ("poisson", "Poisson"),
        (lambda y, p: keras.ops.sqrt(keras.ops.mean((y - p) ** 2)), "root mean squared error"),
        ("hinge", "other"),
        (lambda y, p: 0.0 * keras.ops.mean(p), "other"),
        (None, "none"),
        (lambda y, p: 1 / 0, "other"),
    ],
)
def test_losses_for_numbers_are_told_apart(loss, kind):
    """Each regression loss has its own answers; no loss, and a loss that only raises, are two things."""
    assert loss_of(loss) == Loss(kind)


def test_the_answers_are_plain_and_small():
    """A probe can cross a wire: lists of floats, equal each time, nan where the loss raises."""
    model = SimpleNamespace(loss="sparse_categorical_crossentropy")
    answers = probe(model)
    assert all(type(value) is float for values in answers.values() for value in values)
    assert sum(map(len, answers.values())) < 100
    np.testing.assert_equal(answers, probe(model))
    assert np.isnan(answers["one-hot, logits"]).all()
    assert classify({name: values for name, values in answers.items() if "integers" in name}) == Loss(SPARSE)


class Asked:
    """A loss that is asked as any stranger's is."""

    def __init__(self, loss):
        self._loss = loss

    def __call__(self, targets, outputs):
        return self._loss(targets, outputs)


NO_LOSSES_OF_ROWS = ("ctc", "deserialize", "get", "serialize")


KERAS_LOSSES = {
    **{name: value for name, value in vars(keras.losses).items() if name.islower() and name[0] != "_"},
    **{name: kind() for name, kind in vars(keras.losses).items() if name[0].isupper()},
    **{f"{name} summed": kind(reduction="sum") for name, kind in vars(keras.losses).items() if name[0].isupper()},
    "ignored class": keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=1),
    "smoothed doubles": keras.losses.CategoricalCrossentropy(label_smoothing=0.1, dtype="float64"),
    "small delta": keras.losses.Huber(0.7),
}
for name in (*NO_LOSSES_OF_ROWS, "Loss", "Loss summed", "CTC", "CTC summed"):
    del KERAS_LOSSES[name]


@pytest.mark.parametrize("loss", KERAS_LOSSES.values(), ids=KERAS_LOSSES)
def test_short_way_of_asking_gives_what_the_long_one_gives(loss):
    """Keras's own losses are asked for all rows at once; what comes of it is what each row alone gives."""
    short, long = probe(SimpleNamespace(loss=loss)), probe(SimpleNamespace(loss=Asked(loss)))
    assert short.keys() == long.keys()
    for fixture in long:
        if np.isfinite(long[fixture]).all():
            np.testing.assert_allclose(short[fixture], long[fixture], rtol=1e-5, err_msg=fixture)
        else:  # what cannot be had for one row is not had for any
            assert not np.isfinite(short[fixture]).all()
    assert classify(short) == classify(long)
