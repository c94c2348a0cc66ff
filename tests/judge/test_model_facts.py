"""What a check learns of a network that was rebuilt, or that stayed with the submission."""

from __future__ import annotations

from typing import Any

import pytest

from softmark.model import Basis, Limits, State

GIVEN = "import keras\nimport numpy as np\nimport tensorflow as tf\nfrom keras import layers\n"
REBUILT = """
scale = layers.Normalization()
scale.adapt(np.arange(20.0).reshape(5, 4))
base = keras.Sequential([keras.Input((4,)), scale, layers.Dense(6, "relu")])
base.trainable = False
net = keras.Sequential([keras.Input((4,)), base, layers.Dropout(0.2), layers.Dense(1, kernel_regularizer="l2")])
net.compile(keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(0.01, 9), weight_decay=0.02), "mse")
"""
REMOTE = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.last = layers.Dense(6), layers.Dense(1)
        self.hidden.trainable = False
    def call(self, rows):
        return self.last(tf.nn.relu(self.hidden(rows)))
net = Net()
net(np.zeros((1, 4), "float32"))
net.compile(keras.optimizers.AdamW(0.01), "mse")
"""
TEST = """
from softmark.checks import body_of, optimizer_of, parameters_of, regularization_of, scaling_of
def test_known_from_outside(net):
    optimizer = optimizer_of(net)
    assert (optimizer.kind, round(optimizer.learning_rate, 4), optimizer.steps) == ("AdamW", 0.01, 0)
    assert (parameters_of(net).trainable, parameters_of(net).frozen) == (7, 30)
def test_known_of_layers(net):
    {}
"""
OF_REBUILT = """
    assert [str(step) for step in body_of(net)] == ["normalization", "dense 6", "relu", "dropout", "dense 1"]
    assert scaling_of(net).kinds == ("normalization",)
    found = regularization_of(net)
    assert (found.dropout, found.penalties, found.idle, found.on_output) == ((0.2,), 1, (), False)
    assert optimizer_of(net).schedule == "CosineDecay" and abs(found.weight_decay - 0.02) < 1e-6
"""
OF_REMOTE = "    assert body_of(net) is scaling_of(net) is regularization_of(net) is None"


@pytest.mark.parametrize(
    ("answer", "test", "basis"),
    [(REBUILT, OF_REBUILT, Basis.COMPUTED), (REMOTE, OF_REMOTE, Basis.CLAIMED)],
    ids=["rebuilt", "remote"],
)
def test_facts_are_those_of_the_network(
    small_course: Any, make_cell: Any, make_test_cell: Any, answer: str, test: str, basis: Basis
) -> None:
    """By the judge itself where the network is rebuilt; otherwise by what its kernel says, or unknown."""
    cells = [
        make_cell("locked", "given", GIVEN, GIVEN),
        make_cell("solution", "net", answer, "net = None"),
        make_test_cell("test", TEST.format(test.strip()), 2.0),
    ]
    graded = small_course.grade(small_course.notebook(cells), {"net": answer}, Limits(check_seconds=120))
    (cell,) = graded.result.cells
    assert {(check.state, check.detail) for check in cell.checks} == {(State.PASSED, "")}
    assert cell.checks[0].basis is basis
