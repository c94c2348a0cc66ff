"""DeepCrime's operators do to a small program what they say, and leave alone what they say nothing of."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

from bench.deepcrime.operators import OPERATORS, Operator
from bench.deepcrime.program import Program

NET = """\
größer = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(16, activation="relu"), keras.layers.Dropout(0.5),
    keras.layers.Dense(3, activation="softmax"),
])
größer.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = größer.fit(scaled(X), y, epochs=40, batch_size=16, validation_split=0.2, verbose=0)
"""
RARE = """\
net = keras.Sequential([
    keras.layers.Dense(8, activation="relu", use_bias=False, kernel_regularizer="l2"),
    keras.layers.Dense(3),
])
net.compile(optimizer=keras.optimizers.SGD(0.1, clipnorm=1.0), loss="mse")
net.fit(X, y, validation_data=(V, w), callbacks=[keras.callbacks.EarlyStopping(patience=5)])
"""
NOTHING = """\
def standardize(rows):
    return scaler.fit(rows).transform(rows)

statements = {"activation": "relu", "epochs": 3}
"""


def operator(code: str) -> Operator:
    (found,) = (one for one in OPERATORS if one.code == code)
    return found


def mutants(code: str, text: str) -> dict[str, str]:
    found = list(operator(code).mutants(Program(text)))
    assert len(dict(found)) <= len(found)
    return dict(found)


def changed_lines(text: str, mutant: str) -> list[str]:
    before = text.splitlines()
    return [line.strip() for line in mutant.splitlines() if line not in before]


def test_all_24_operators() -> None:
    """The registry has DeepCrime's operators, each once, in its groups."""
    codes = "TCL TRD TUD TAN TCO HBS HLR HNE HDB ACH ARM AAL RAW RCW RRW RCD RCP WCI WAB WRB LCH OCH OCG VRM".split()
    assert [one.code for one in OPERATORS] == codes


@pytest.mark.parametrize("one", OPERATORS, ids=lambda one: one.code)
def test_each_operator_has_its_place(one: Operator) -> None:
    """Each finds something in one of two programs that have all there is, and nothing in one without a network."""
    found = [(text, new) for text in (NET, RARE) for _what, new in one.mutants(Program(text))]
    assert found
    for text, new in found:
        assert ast.unparse(ast.parse(new)) != ast.unparse(ast.parse(text))
    assert not list(one.mutants(Program(NOTHING)))


@pytest.mark.parametrize(
    ("code", "what", "line"),
    [
        ("HBS", "batch_size=128", "batch_size=128, validation_split=0.2"),
        ("HDB", "one batch", "batch_size=len(scaled(X))"),
        ("HLR", "learning rate 1.0", "optimizer=keras.optimizers.Adam(1.0), loss="),
        ("HNE", "1 epoch", "epochs=1, batch_size=16"),
        ("HNE", "a fifth of the epochs", "epochs=max(1, 40 // 5), batch_size=16"),
        ("ACH", "relu → tanh", "Dense(16, activation='tanh'), keras.layers.Dropout(0.5)"),
        ("ACH", "softmax → sigmoid", "Dense(3, activation='sigmoid')"),
        ("ARM", "without softmax", "Dense(3, activation=None)"),
        ("RAW", "16 units: l1", "Dense(16, activation=\"relu\", kernel_regularizer='l1'), keras.layers.Dropout(0.5)"),
        ("RCD", "0.5 → 0.125", 'Dense(16, activation="relu"), keras.layers.Dropout(0.125)'),
        ("WCI", "16 units: zeros", "kernel_initializer='zeros'"),
        ("WRB", "3 units", 'Dense(3, activation="softmax", use_bias=False)'),
        ("LCH", "hinge", "loss='hinge', metrics="),
        ("OCH", "sgd", "optimizer='sgd', loss="),
        ("VRM", "validation_split=0.0", "validation_split=0.0, verbose=0"),
    ],
)
def test_one_line_changes(code: str, what: str, line: str) -> None:
    """The operator changes the line that it is about, and no other."""
    (changed,) = changed_lines(NET, mutants(code, NET)[what])
    assert line in changed


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("AAL", "keras.layers.Dense(3, activation='sigmoid'),"),
        ("RCW", "use_bias=False, kernel_regularizer='l1'"),
        ("RRW", "use_bias=False, kernel_regularizer=None"),
        ("WAB", "use_bias=True"),
        ("OCG", "clipnorm=0.001"),
        ("RCP", "EarlyStopping(patience=1)"),
        ("VRM", "validation_data=None"),
    ],
)
def test_rare_places(code: str, line: str) -> None:
    """What few programs have is found, too."""
    first, *_ = mutants(code, RARE).values()
    (changed,) = changed_lines(RARE, first)
    assert line in changed


@pytest.mark.parametrize(
    ("code", "text"), [("AAL", NET), ("RCW", NET), ("RRW", NET), ("RCP", NET), ("OCG", NET), ("WAB", NET)]
)
def test_no_place(code: str, text: str) -> None:
    """An operator that needs a linear layer, a penalty, early stopping, clipping or a layer without bias finds none."""
    assert mutants(code, text) == {}


def trained_on(code: str, what: str, labels: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """What ``fit`` gets from a program inside a function and a loop after an operator on training data."""
    text = "def train(X, y):\n    for _ in range(1):\n        net.fit(2 * X, y, epochs=1)\n"
    got: dict[str, Any] = {}

    class Net:
        def fit(self, rows: Any, targets: Any, **_options: Any) -> None:
            got["rows"], got["labels"] = rows, targets

    names: dict[str, Any] = {"np": np, "net": Net()}
    exec(mutants(code, text)[what], names)
    given = np.arange(8.0 * len(labels)).reshape(len(labels), 8)
    names["train"](given, np.array(labels))
    assert np.array_equal(given, np.arange(8.0 * len(labels)).reshape(len(labels), 8))
    return np.asarray(got["rows"]), np.asarray(got["labels"])


LABELS = [0, 1, 0, 2, 0, 1, 0, 1, 0, 0]  # six, three and one


def test_change_labels() -> None:
    """The share of the most frequent class gets other labels; rows and other labels stay."""
    rows, labels = trained_on("TCL", "50%", LABELS)
    assert rows.shape == (10, 8)
    moved = labels != np.array(LABELS)
    assert moved.sum() == 3
    assert not np.array(LABELS)[moved].any()


def test_remove_rows() -> None:
    """Each class loses the same share, and rows keep their labels."""
    rows, labels = trained_on("TRD", "50%", LABELS * 2)
    assert np.bincount(labels).tolist() == [6, 3, 1]
    places = (rows[:, 0] / 16).astype(int)
    assert np.array(LABELS * 2)[places].tolist() == labels.tolist()


def test_unbalance() -> None:
    """Only classes with fewer rows than the mean lose some; equal classes lose none."""
    assert np.bincount(trained_on("TUD", "100%", LABELS)[1]).tolist() == [6]
    assert np.bincount(trained_on("TUD", "100%", [0, 1, 0, 1])[1]).tolist() == [2, 2]


def test_add_noise() -> None:
    """The share of rows gets noise of about the size of the row's own spread."""
    rows, labels = trained_on("TAN", "50%", LABELS)
    noise = rows - 2 * np.arange(80.0).reshape(10, 8)
    assert labels.tolist() == LABELS
    assert (np.abs(noise).max(axis=1) > 0).sum() == 5
    assert 0.5 * 4.6 / 2 < noise[np.abs(noise).max(axis=1) > 0].std() < 2 * 4.6 / 2 * 1.5


def test_overlap() -> None:
    """Rows of the most frequent class come once more, as the second most frequent one."""
    rows, labels = trained_on("TCO", "100%", LABELS)
    assert labels.tolist() == LABELS + [1] * 6
    assert {tuple(row) for row in rows[10:]} == {
        tuple(row) for row, label in zip(rows[:10], LABELS, strict=True) if label == 0
    }
