"""Trainings are recorded as they happen, and are what they would have been without."""

import os
import random
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from softmark.checks.training import Training, Trainings
from softmark.training import recorder
from softmark.training.rows import shared_rows, table_of, twins
from softmark.training.settings import data_told

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")

# Keras 3.15 hands its own variables to numpy in a way that numpy 2 warns of.
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:`shuffle=True` was passed:UserWarning"),  # of any dataset
]

DRAW = np.random.default_rng(0)
X, Y = DRAW.normal(size=(60, 3)).astype("float32"), DRAW.integers(0, 2, 60)
OTHER = DRAW.normal(size=(20, 3)).astype("float32"), DRAW.integers(0, 2, 20)


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras is watched, and nothing has been seen so far; later tests have their Keras as it was."""
    wrapped = ((keras.Model, "fit"), (keras.Model, "train_on_batch"), (keras.optimizers.Optimizer, "apply"))
    for owner, name in wrapped:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(recorder, "_log", recorder._Log())
    recorder.watch(keras)
    recorder.watch(keras)  # twice is once


def trainings() -> Trainings:
    """All runs that were seen, as a check gets them."""
    return Trainings(recorder.ask)


def network(optimizer="sgd", **options):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, "softmax")], **options)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def fitted(*args, **options) -> Training:
    """The record of one ``fit`` of a small network."""
    model = network()
    if args and getattr(args[0], "ndim", 2) > 2:
        model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)])
        model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(*(args or (X, Y)), verbose=0, **options)
    (found,) = trainings().of(model)
    return found


def test_fit_is_described() -> None:
    """Also by position; epochs that were asked for and done; what Keras takes where nothing is said."""
    model = network(keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)), name="mine")
    model.fit(X, Y, 16, 5, initial_epoch=2, class_weight={0: 1, 1: 2.5}, shuffle=False, verbose=0)
    (found,) = trainings()
    assert (found.kind, found.model, found.epochs, found.epochs_done) == ("fit", "mine", 3, 3)
    assert (found.rows, found.batch_size, found.shuffle, found.steps) == (60, 16, False, 12)
    assert (found.class_weight, found.sample_weight, found.finished) == ({0: 1.0, 1: 2.5}, False, True)
    assert len(found.history["loss"]) == 3
    assert (found.optimizer.kind, found.optimizer.schedule) == ("Adam", "ExponentialDecay")
    assert found.optimizer.learning_rate == pytest.approx(0.1)
    assert found.optimizer_after.learning_rate == pytest.approx(0.1 * 0.5**12)
    assert fitted().batch_size == 32
    assert fitted(sample_weight=np.ones(60)).sample_weight


def test_training_is_what_it_would_have_been() -> None:
    """The same weights, to the bit, and nothing drawn from anybody's generator."""
    found = []
    for watched in (True, False):
        keras.utils.set_random_seed(5)
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(2, "softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        fit = keras.Model.fit if watched else keras.Model.fit.__wrapped__
        fit(model, X, Y, epochs=3, validation_data=(X[:9], Y[:9]), verbose=0)
        drawn = np.random.random(), random.random(), keras.random.normal((2,)).numpy()
        found.append([*model.get_weights(), *drawn])
    assert all(np.array_equal(one, two) for one, two in zip(*found, strict=True))
    assert trainings()[0].kind == "fit"


class Mine(keras.callbacks.EarlyStopping):
    """An own kind of early stopping."""


class Patient(keras.callbacks.Callback):
    """Patience by hand."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            self.model.stop_training = True


def test_callbacks_have_their_settings() -> None:
    """And what they found; own classes by the library's class that they come from."""
    best = keras.callbacks.EarlyStopping("val_loss", patience=1, min_delta=100, restore_best_weights=True)
    found = fitted(epochs=9, validation_split=0.2, callbacks=[best, Mine("loss", mode="max"), Patient()])
    first, second, third = found.callbacks
    expected = {"monitor": "val_loss", "patience": 1, "restore_best_weights": True, "start_from_epoch": 0}
    assert expected.items() <= first.settings.items()
    assert (first.kind, first.settings["direction"], first.settings["stopped_epoch"]) == ("EarlyStopping", "min", 1)
    assert (second.kind, second.name, second.settings["direction"]) == ("EarlyStopping", "Mine", "max")
    assert (third.kind, third.name, third.stops, first.stops) == ("Callback", "Patient", True, False)
    assert (found.epochs, found.epochs_done) == (9, 2)
    slower = keras.callbacks.ReduceLROnPlateau(patience=0, factor=0.5, min_delta=100)
    scheduler = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
    found = fitted(epochs=3, validation_split=0.2, callbacks=[slower, scheduler])
    assert [one.kind for one in found.callbacks] == ["ReduceLROnPlateau", "LearningRateScheduler"]
    assert found.optimizer_after.learning_rate < found.optimizer.learning_rate / 4


REPEATING = np.repeat(np.eye(3, dtype="float32"), 20, axis=0)
DATASET = tf.data.Dataset.from_tensor_slices((X, Y)).batch(16)
VALIDATION = {
    "the same object": ((X, Y), {"validation_data": (X, Y)}, True),
    "equal values": ((X, Y), {"validation_data": (X.astype("float64").copy(), Y)}, True),
    "shuffled": ((X, Y), {"validation_data": (X[::-1], Y[::-1])}, True),
    "a part": ((X, Y), {"validation_data": (X[40:], Y[40:])}, True),
    "a fifth of it": ((X, Y), {"validation_data": (np.concatenate([OTHER[0], X[:5]]), np.zeros(25))}, True),
    "a tensor": ((tf.constant(X), Y), {"validation_data": (X[3:30], Y[3:30])}, True),
    "the same dataset": ((DATASET,), {"validation_data": DATASET}, True),
    "rows that all repeat": ((REPEATING, Y), {"validation_data": (REPEATING, Y)}, True),
    "copied before the split": ((np.concatenate([X, X]), np.tile(Y, 2)), {"validation_split": 0.5}, True),
    "of pictures": ((X.reshape(60, 1, 3, 1)[:, :, ::-1], Y), {"validation_data": (X[:, None, ::-1, None], Y)}, True),
    "other rows": ((X, Y), {"validation_data": OTHER}, False),
    "split": ((X, Y), {"validation_split": 0.25}, False),
    "some rows repeat": (
        (np.concatenate([X, X[:20]]), np.zeros(80)),
        {"validation_data": (np.concatenate([OTHER[0], X[:4]]), np.zeros(24))},
        False,
    ),
    "a dataset": ((X, Y), {"validation_data": DATASET}, None),
    "a few kinds of rows": ((REPEATING, Y), {"validation_data": (REPEATING[::2], Y[::2])}, None),
}


@pytest.mark.parametrize(("given", "options", "expected"), VALIDATION.values(), ids=VALIDATION)
def test_validation_rows_are_compared(given, options, expected) -> None:
    """With the rows that the network is trained on; rows that repeat by themselves are no proof."""
    found = fitted(*given, **options).validation
    assert found.is_training_data is expected
    assert found.kind == ("split" if "validation_split" in options else "given")


def test_no_validation() -> None:
    assert fitted().validation.kind == "none"
    assert fitted().validation.is_training_data is None


def test_generators_are_not_read() -> None:
    """Neither their data nor their length is asked for by anybody but Keras."""
    drawn = []

    def batches():
        while True:
            drawn.append(1)
            yield X[:16], Y[:16]

    signature = tf.TensorSpec((16, 3)), tf.TensorSpec((16,), "int64")
    dataset = tf.data.Dataset.from_generator(batches, output_signature=signature)
    nothing = {
        "batch_size": None,
        "shuffle": True,
        "class_weight": None,
        "sample_weight": None,
        "validation_split": 0.0,
    }
    for data in (batches(), dataset):
        told = data_told({**nothing, "x": data, "validation_data": data})
        assert (told["rows"], told["validation"]) == (None, {"kind": "given", "same": True})
    assert drawn == []
    found = fitted(batches(), steps_per_epoch=3, epochs=2)
    assert (found.steps, found.rows, found.batch_size, found.shuffle) == (6, None, None, None)


def eager(model, optimizer):
    for _ in range(4):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(X) ** 2)
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))


def traced(model, optimizer):
    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(X) ** 2)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)

    for _ in range(4):
        step()


def batches(model, _optimizer):
    for _ in range(4):
        model.train_on_batch(X, Y)


@pytest.mark.parametrize("loop", [eager, traced, batches])
@pytest.mark.parametrize("fit_before", [False, True])
def test_steps_of_own_loops_are_counted(loop, fit_before) -> None:
    """In graphs, too; those of `fit` with the same optimizer are not counted twice."""
    optimizer = keras.optimizers.Adam(0.01)
    model = network(optimizer)
    if fit_before:
        model.fit(X, Y, epochs=2, batch_size=30, verbose=0)
    loop(model, optimizer)
    *before, found = trainings().of(model)
    assert [one.steps for one in before] == [4] * fit_before
    assert (found.kind, found.steps, found.epochs_done, found.history) == ("loop", 4, None, {})
    assert (found.optimizer.kind, found.optimizer.learning_rate) == ("Adam", pytest.approx(0.01))


def test_own_train_step_is_one_fit() -> None:
    """What `fit` does inside is no loop beside it."""

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.last = keras.layers.Dense(2, "softmax")

        def call(self, rows):
            return self.last(rows)

        def train_step(self, data):
            rows, labels = data
            with tf.GradientTape() as tape:
                loss = self.compute_loss(rows, labels, self(rows, training=True))
            self.optimizer.apply(tape.gradient(loss, self.trainable_weights), self.trainable_weights)
            return {"loss": loss}

    model = Net()
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(X, Y, epochs=2, verbose=0)
    (found,) = trainings().of(model)
    assert (found.kind, found.steps) == ("fit", 4)


def test_runs_belong_to_who_holds_the_weights(tmp_path) -> None:
    """A part of another network, a network around it, a reloaded one; not one that merely looks alike."""
    inner, alike = network(name="inner"), network(name="alike")
    outer = keras.Sequential([keras.Input((3,)), inner, keras.layers.Softmax()])
    inner.fit(X, Y, verbose=0)
    assert len(trainings().of(outer)) == len(trainings().of(inner)) == 1
    assert trainings().of(alike) == trainings().of(None) == ()
    inner.save(tmp_path / "net.keras")
    again = keras.models.load_model(tmp_path / "net.keras")
    assert trainings().of(again) == trainings().of(inner)
    again.fit(X, Y, epochs=2, verbose=0)
    assert [one.epochs for one in trainings().of(again)] == [2]


def test_broken_off_training_is_recorded() -> None:
    """With the epochs that were done, and as it failed: the student sees Keras's own error."""

    class Stop(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                raise KeyboardInterrupt

    model = network()
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, Y, epochs=9, callbacks=[Stop()], verbose=0)
    with pytest.raises(ValueError, match="cardinality"):
        model.fit(X, Y[:7], verbose=0)
    interrupted, failed = trainings()
    assert (interrupted.epochs_done, interrupted.finished) == (2, False)
    assert (failed.epochs_done, failed.finished) == (None, False)


def test_odd_arguments_break_nothing() -> None:
    """What the recorder cannot describe it leaves out."""

    class Odd(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.number, self.bytes, self.me = 1 << 200, b"x", self

    found = fitted(epochs=2, callbacks=Odd())
    assert (found.epochs_done, found.callbacks[0].name) == (2, "Odd")
    assert not {"number", "bytes", "me"} & set(found.callbacks[0].settings)


def test_files_are_not_read(tmp_path) -> None:
    """An array that is a file is left alone."""
    table = np.memmap(tmp_path / "rows", dtype="float32", mode="w+", shape=(60, 3))
    assert table_of(table) is None
    assert table_of((np.asarray(X), {"a": tf.constant(X), "b": pd.DataFrame(X)})) is not None


def test_record_is_bounded(monkeypatch) -> None:
    """In runs, and in the values of all their histories together."""
    monkeypatch.setattr(recorder, "RUNS", 3)
    monkeypatch.setattr(recorder, "VALUES", 5)
    model = network()
    for _ in range(4):
        model.fit(X[:2], Y[:2], epochs=2, verbose=0)
    model.train_on_batch(X[:2], Y[:2])
    assert [len(one.history.get("loss", ())) for one in trainings()] == [2, 2, 0]


def test_looking_is_quick() -> None:
    """A table as large as a course's largest takes a blink, equal or not."""
    table = np.random.default_rng(0).random((60_000, 784), dtype="float32")
    started = time.process_time()
    assert shared_rows([table], [table[-10_000:]]) == 1.0
    assert twins([table]) == 0.0
    assert time.process_time() - started < 3


def test_importing_softmark_is_quick_and_early_enough() -> None:
    """In a notebook: no framework comes with it, and Keras is watched, whichever of the two is imported first."""
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.instance()\n"
        "import sys, time\nstarted = time.process_time()\nimport softmark\n"
        "assert time.process_time() - started < 0.2\n"
        "assert not {'keras', 'tensorflow', 'numpy'} & set(sys.modules)\n"
        "import tensorflow as tf\nimport keras\n"
        "assert hasattr(keras.Model.fit, 'softmark_watched') and hasattr(tf.keras.Model.fit, 'softmark_watched')\n"
        "print('watched')"
    )
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120)
    assert ran.stdout == "watched\n", ran.stderr
