"""The notebooks that are graded: digits, which trains a network, and tiny, which is a line of Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

NOTEBOOK: Final = "work"
THRESHOLD: Final = "accuracy > 0.80"
"""The line of a hidden check that an instructor changes afterwards."""


def kinder(step: int) -> str:
    """What it becomes: a line that a network passes which knows half of the digits; another one for each step."""
    return f"accuracy > 0.{40 + step % 5}"


@dataclass(frozen=True)
class Kind:
    """A kind of submission: what stands in its answer cells, and the points that it must get.

    Attributes:
        answers: name of the cell -> text, in which ``{seed}`` and ``{epochs}`` are filled in.
        points: name of the graded cell -> points.
        afterwards: points of cells that change with the hidden check.
    """

    answers: Mapping[str, str]
    points: Mapping[str, float]
    afterwards: Mapping[str, float]


@dataclass(frozen=True)
class Assignment:
    """An assignment: its source notebook, and the kinds of submissions that take turns in a class."""

    name: str
    source: NotebookNode
    kinds: tuple[Kind, ...]
    epochs: int = 0

    def kind(self, number: int) -> Kind:
        """What kind of submission the student of this number hands in."""
        return self.kinds[number % len(self.kinds)]

    def answers(self, number: int) -> dict[str, str]:
        """What stands in the answer cells of this student's submission; no two students' networks are the same."""
        fill = {"seed": 100 + number, "epochs": self.epochs + number % 3}
        return {name: text.format(**fill) for name, text in self.kind(number).answers.items()}


def digits(epochs: int) -> Assignment:
    """A softmax classifier of handwritten digits, with some other work around it.

    Args:
        epochs: how long the networks train; submissions differ from that a little.
    """
    fill = {"seed": 1, "epochs": epochs}
    cells = [
        _cell("data", _DATA, locked=True),
        _cell("scale", _solution(_SCALE, "return rows / 16.0"), solution=True),
        _cell("test-scale", _TEST_SCALE, points=2),
        _cell(
            "network",
            f"model = None  # TODO\n### BEGIN SOLUTION\n{_network().format(**fill)}\n### END SOLUTION",
            solution=True,
        ),
        _cell("test-head", _TEST_HEAD, points=3),
        _cell("test-accuracy", _TEST_ACCURACY, points=5),
        _cell("confusion", _solution(_CONFUSION, _COUNT), solution=True),
        _cell("test-confusion", _TEST_CONFUSION, points=2),
    ]
    right = {"scale": _answer(_SCALE, "return rows / 16.0"), "confusion": _answer(_CONFUSION, _COUNT)}
    half = _network(train="x_train[y_train < 5]", labels="y_train[y_train < 5]", epochs="2 * {epochs}")
    transposed = _answer(_CONFUSION, _COUNT.replace("(table, (truth, found), 1)", "(table, (found, truth), 1)"))
    kinds = (
        _kind(right | {"network": _network()}),
        _kind(right | {"network": _network(hidden="64")}),
        _kind(right | {"network": _network(hidden="48"), "confusion": transposed}, {"test-confusion": 0}),
        _kind(right | {"network": _network(head="", loss=_LOGITS)}, {"test-head": 0}),
        _kind(right | {"network": _network(), "scale": _answer(_SCALE, "return rows / 8.0")}, {"test-scale": 0}),
        _kind(right | {"network": half}, {"test-accuracy": 1}, {"test-accuracy": 5}),
    )
    return Assignment(f"digits-{epochs}", _notebook(cells), kinds, epochs)


def tiny() -> Assignment:
    """A function of one line, and no library at all."""
    text = "def double(n):"
    cells = [
        _cell("double", _solution(text, "return 2 * n"), solution=True),
        _cell("test-double", _TEST_DOUBLE, points=1),
    ]
    answers = {"return 2 * n": 1.0, "return n + n": 1.0, "return n ** 2": 0.0}
    kinds = tuple(
        Kind({"double": _answer(text, line)}, {"test-double": points}, {}) for line, points in answers.items()
    )
    return Assignment("tiny", _notebook(cells), kinds)


def _kind(
    answers: Mapping[str, str], lost: Mapping[str, float] | None = None, afterwards: Mapping[str, float] | None = None
) -> Kind:
    full = {"test-scale": 2.0, "test-head": 3.0, "test-accuracy": 5.0, "test-confusion": 2.0}
    return Kind(answers, full | dict(lost or {}), afterwards or {})


def _network(
    hidden: str = "32",
    head: str = ', activation="softmax"',
    loss: str = '"sparse_categorical_crossentropy"',
    train: str = "x_train",
    labels: str = "y_train",
    epochs: str = "{epochs}",
) -> str:
    return f"""keras.utils.set_random_seed({{seed}})
model = keras.Sequential([
    keras.Input((64,)),
    keras.layers.Dense({hidden}, activation="relu"),
    keras.layers.Dense(10{head}),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss={loss}, metrics=["accuracy"])
history = model.fit(scale({train}), {labels}, epochs={epochs}, batch_size=32, verbose=0)"""


_LOGITS: Final = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
_DATA: Final = """import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

x_train, x_test, y_train, y_test = train_test_split(
    *load_digits(return_X_y=True), test_size=0.3, random_state=0
)"""
_SCALE: Final = 'def scale(rows):\n    """The grey values 0 to 16 as numbers from 0 to 1."""'
_CONFUSION: Final = 'def confusion(truth, found):\n    """How often each digit (row) was taken for each (column)."""'
_COUNT: Final = "table = np.zeros((10, 10), int)\n    np.add.at(table, (truth, found), 1)\n    return table"
_TEST_SCALE: Final = """assert scale(x_train).shape == x_train.shape
### BEGIN HIDDEN TESTS
assert np.allclose(scale(x_test), x_test / 16)
### END HIDDEN TESTS"""
_TEST_HEAD: Final = '''from softmark import check, points

### BEGIN HIDDEN TESTS
@points(3)
def test_head(model, scale, x_test):
    """The network gives ten probabilities for each picture."""
    outputs = np.asarray(model.predict(scale(x_test[:50]), verbose=0))
    assert outputs.shape == (50, 10), "Look at the last layer: there are ten digits."
    assert (outputs >= 0).all() and np.allclose(outputs.sum(axis=1), 1, atol=1e-4), "These are no probabilities."
### END HIDDEN TESTS
check()'''
_TEST_ACCURACY: Final = f'''### BEGIN HIDDEN TESTS
def accuracy_of(model, rows, labels):
    return float(np.mean(np.argmax(np.asarray(model.predict(rows, verbose=0)), axis=1) == labels))

@points(1)
def test_learnt(model, scale, x_test, y_test):
    """The network has learnt something."""
    assert accuracy_of(model, scale(x_test), y_test) > 0.2, "It guesses."

@points(4)
def test_accuracy(model, scale, x_test, y_test):
    """The network reads digits that it has not seen."""
    accuracy = accuracy_of(model, scale(x_test), y_test)
    assert {THRESHOLD}, "It is wrong too often."
### END HIDDEN TESTS
check()'''
_TEST_CONFUSION: Final = """assert confusion(np.array([1]), np.array([1])).shape == (10, 10)
### BEGIN HIDDEN TESTS
assert confusion(np.array([1, 1, 2]), np.array([7, 7, 2]))[1, 7] == 2
### END HIDDEN TESTS"""
_TEST_DOUBLE: Final = """assert double(0) == 0
### BEGIN HIDDEN TESTS
assert double(4711) == 9422
### END HIDDEN TESTS"""


def _solution(head: str, body: str) -> str:
    return f"{head}\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION"


def _answer(head: str, body: str) -> str:
    return f"{head}\n    {body}"


def _cell(name: str, text: str, *, points: float = 0, solution: bool = False, locked: bool = False) -> NotebookNode:
    marks = {"grade_id": name, "grade": points > 0, "solution": solution, "locked": locked or points > 0}
    own = {"points": points} if points else {}
    return new_code_cell(text, metadata={"nbgrader": {**marks, **own, "task": False, "schema_version": 3}})


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": spec})
    for place, cell in enumerate(notebook.cells):
        cell.id = f"cell-{place}"  # the same in every run
    nbformat.validate(notebook)
    return notebook
