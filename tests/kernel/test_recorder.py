"""Training in a submission's kernel: learning curves with their cells, and the same numbers in every run."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest

from softmark.grading.session import Session
from softmark.model import Limits

KERAS = "import keras"
GIVEN = """import random
import numpy as np
x = np.linspace(-1, 1, 32).reshape(-1, 1)"""
BUILD = """def build(name):
    net = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)], name=name)
    net.compile("sgd", "mse")
    return net"""
TRAIN = "{0} = build('{0}')\n{0}.fit(x, 2 * x, epochs={1}, verbose=0)"
DRAWN = "print(np.random.rand(), random.random(), first.get_weights()[0].item(), second.get_weights()[0].item())"
IMPORTS = "import sklearn.linear_model\nimport tensorflow\nimport keras"
DRAWS = "print(np.random.rand(), random.random(), build('net').get_weights()[0].item())"
WARM, COLD = f"{KERAS}\n{GIVEN}", GIVEN


@pytest.fixture(scope="module")
def graded(small_course: Any, make_cell: Any, make_test_cell: Any) -> dict[str, Any]:
    """One submission, twice in a process that has imported Keras before, and once in one that has not."""
    found = {}
    for name, given in (("warm", WARM), ("again", WARM), ("cold", COLD)):
        cells = [
            make_cell("locked", "given", given, given),
            make_cell("solution", "build", "build = 1", "build = None"),
            make_cell("solution", "first", "first = 1", "first = None"),
            make_cell("solution", "second", "second = 1", "second = None"),
            make_test_cell("test", "assert first is not None and second is not None", 2.0),
        ]
        source = small_course.notebook(cells)
        training = {answer: TRAIN.format(answer, epochs) for answer, epochs in (("first", 2), ("second", 3))}
        submission = small_course.submission(source, {"build": f"{KERAS}\n{BUILD}", **training})
        submission.cells.insert(3, nbformat.v4.new_code_cell(TRAIN.format("third", 4)))
        submission.cells.append(nbformat.v4.new_code_cell(DRAWN))
        found[name] = small_course.grade(source, submission, Limits(check_seconds=120))
    return found


@pytest.mark.parametrize("name", ["warm", "cold"])
def test_curves_know_their_cell(graded: dict[str, Any], name: str) -> None:
    """Each run of `fit`, with one value an epoch, beside the answer cell that trained; of own cells, beside none."""
    fits = graded[name].result.fits
    told = [(fit.cell, fit.model, {metric: len(values) for metric, values in fit.history.items()}) for fit in fits]
    assert told == [("first", "first", {"loss": 2}), ("", "third", {"loss": 4}), ("second", "second", {"loss": 3})]
    assert fits[0].history["loss"][1] < fits[0].history["loss"][0]


def test_training_gives_the_same_weights(graded: dict[str, Any]) -> None:
    """What is drawn, by Python, NumPy and Keras, depends on the student alone, not on the run."""
    printed = {name: one.notebook.cells[-1].outputs[0].text for name, one in graded.items()}
    assert printed["warm"] == printed["again"] == printed["cold"]
    assert len(printed["warm"].split()) == 4


def test_imports_draw_nothing() -> None:
    """Nor does it depend on what a warm process has imported before, and on when a notebook imports it."""
    printed = []
    for modules in ((), ("keras", "sklearn.linear_model")):
        with Session(lambda work: None, 7, Limits(), modules, alone=True) as session:
            outputs = [output for code in (GIVEN, IMPORTS, BUILD, DRAWS) for output in session.run(code).outputs]
        printed.append("".join(output.get("text", str(output)) for output in outputs))
    assert printed[0] == printed[1]
    assert len(printed[0].split()) == 3
