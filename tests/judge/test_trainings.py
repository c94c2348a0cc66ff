"""Checks of how a network was trained, and what regularises it, on graded notebooks."""

from __future__ import annotations

from typing import Any

import pytest

from softmark.model import Basis, Limits, State

GIVEN = """
import keras
import numpy as np
from keras import layers
draw = np.random.default_rng(0)
X, y = draw.normal(size=(200, 5)).astype("float32"), draw.integers(0, 2, 200)
X_val, y_val = draw.normal(size=(60, 5)).astype("float32"), draw.integers(0, 2, 60)
def network(*body):
    net = keras.Sequential([keras.Input((5,)), *body, layers.Dense(1, "sigmoid")])
    net.compile("adam", "binary_crossentropy")
    return net
"""
TESTS = """
from softmark import points
from softmark.checks import early_stopping, regularization_of
### BEGIN HIDDEN TESTS
@points(1)
def test_stops_early(net, trainings):
    runs = trainings.of(net)
    assert runs, "We saw no training of your network."
    assert not early_stopping(runs).mismatch, early_stopping(runs).mismatch
@points(1)
def test_validates_on_other_rows(net, trainings):
    for run in trainings.of(net):
        assert run.validation.is_training_data is not True, "You validate on training rows."
@points(1)
def test_regularised(net):
    found = regularization_of(net)
    assert found is not None and not found.mismatch, found and found.mismatch
### END HIDDEN TESTS
"""
BODY = "net = network(layers.Dense(16, 'relu'), layers.Dropout(0.3))\n"
FIT = "net.fit(X, y, epochs={epochs}, verbose=0, validation_data={validation}, callbacks=[{callbacks}])\n"
STOP = "keras.callbacks.EarlyStopping({})"


def fit(callbacks: str = STOP.format("patience=2"), validation: str = "(X_val, y_val)", epochs: int = 4) -> str:
    return FIT.format(callbacks=callbacks, validation=validation, epochs=epochs)


BY_HAND = """
best, waited = np.inf, 0
for epoch in range(4):
    net.fit(X, y, verbose=0)
    loss = net.evaluate(X_val, y_val, verbose=0)
    best, waited = min(best, loss), 0 if loss < best else waited + 1
    if waited == 3:
        break
"""
TAPE = """
import tensorflow as tf
adam, patience = keras.optimizers.Adam(), 2
@tf.function
def step(rows, labels):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(labels, net(rows, training=True)[:, 0]))
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
for epoch in range(5):
    step(X, y.astype("float32"))
"""
CHECKPOINT = """
net.fit(X, y, epochs=3, verbose=0, validation_data=(X_val, y_val),
        callbacks=[keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)])
net = keras.models.load_model("best.keras")
"""
RIGHT = {
    "a callback": BODY + fit(),
    "the best weights": BODY + fit(STOP.format("patience=9, restore_best_weights=True")),
    "split": BODY
    + "net.fit(X, y, epochs=4, verbose=0, validation_split=0.2, callbacks=keras.callbacks.EarlyStopping(patience=1))",
    "patience by hand": BODY + BY_HAND,
    "an own loop": BODY + TAPE,
    "reloaded": BODY + CHECKPOINT,
    "l2": "net = network(layers.Dense(16, 'relu', kernel_regularizer='l2'))\n" + fit(),
}
EARLY, ROWS, REGULAR = "test_stops_early", "test_validates_on_other_rows", "test_regularised"
WRONG = {
    "training loss": (BODY + fit(STOP.format("'loss', patience=2")), {EARLY}, "`loss`"),
    "patience": (BODY + fit(STOP.format("patience=4")), {EARLY}, "waits for 4 epochs"),
    "nothing there": (BODY + fit(validation="None"), {EARLY}, "has only loss"),
    "the wrong way": (BODY + fit(STOP.format("patience=2, mode='max'")), {EARLY}, "mode='max'"),
    "no callback": (BODY + fit(""), {EARLY}, "nothing that could stop it"),
    "another network": ("other = net = network(layers.Dropout(0.1))\n" + fit() + BODY, {EARLY}, "no training"),
    "training rows": (BODY + fit(validation="(X, y)"), {EARLY, ROWS}, "rows that your network is trained on"),
    "some of them": (BODY + fit(validation="(X[:50].copy(), y[:50])"), {EARLY, ROWS}, "rows that your network"),
    "dropout of 0": ("net = network(layers.Dense(16), layers.Dropout(0))\n" + fit(), {REGULAR}, "strength of 0"),
    "l2 of 0": (
        "net = network(layers.Dense(16, kernel_regularizer=keras.regularizers.l2(0.)))\n" + fit(),
        {REGULAR},
        "strength of 0",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def grade(small_course: Any, make_cell: Any, make_test_cell: Any) -> Any:
    """Grades an answer; gives test -> what it found."""
    cells = [
        make_cell("locked", "given", GIVEN, GIVEN),
        make_cell("solution", "net", RIGHT["a callback"], "net = None"),
        make_test_cell("test", TESTS, 3.0),
    ]
    source = small_course.notebook(cells)

    def run(answer: str) -> dict[str, Any]:
        graded = small_course.grade(source, {"net": answer}, Limits(check_seconds=120))
        (cell,) = graded.result.cells
        return {check.name: check for check in cell.checks}

    return run


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_right_ones_keep_all(grade: Any, answer: str) -> None:
    """However they are spelt; what only the student's process knows is marked so."""
    found = grade(answer)
    assert {(check.state, check.message) for check in found.values()} == {(State.PASSED, "")}
    assert {name: check.basis for name, check in found.items()} == {
        EARLY: Basis.CLAIMED, ROWS: Basis.CLAIMED, REGULAR: Basis.COMPUTED
    }  # fmt: skip


@pytest.mark.parametrize(("answer", "lost", "message"), WRONG.values(), ids=WRONG)
def test_wrong_ones_lose_their_own(grade: Any, answer: str, lost: set[str], message: str) -> None:
    """And say what was seen."""
    found = grade(answer)
    assert {name for name, check in found.items() if check.state is State.FAILED} == lost
    assert any(message in found[name].message for name in lost)


FORGED = """
import softmark.training.recorder as recorder
recorder.{target} = lambda *model: {told}
"""


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("ask", "None"),
        ("ask", "[[1]] * 9"),
        ("ask", "{{1: 2}}"),
        ("ask", "[keras, X, 'x', -1, 1 << 60]"),
        ("ask", "1 / 0"),
        ("told", "[{{'kind': 3, 'history': 'x', 'callbacks': [1, {{}}], 'epochs': -1, 'validation': [], 7: 8}}]"),
    ],
)
def test_nonsense_earns_nothing(grade: Any, target: str, told: str) -> None:
    """Whatever the kernel says instead, the check ends as one that saw no training, or no early stopping."""
    found = grade(BODY + fit() + FORGED.format(target=target, told=told.replace("{{", "{").replace("}}", "}")))
    assert found[EARLY].state is State.FAILED
    assert found[REGULAR].state is State.PASSED
