"""The vocabulary in graded notebooks: real kernel, real judge, and the sentences that a student reads."""

import pytest

from softmark.model import Basis, State

FUNCTION = '''
def softmax(scores):
    """Softmax of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
'''
ANSWERS = 'share = "92 %"\nlayer = "(B)"\ntrue_ones = "a, d"'
DATA = """
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=3)
forest = RandomForestClassifier(5, random_state=0)
model = make_pipeline(StandardScaler(), SelectKBest(k=2), forest).fit(X_train, y_train)
scaled = pd.DataFrame(StandardScaler().fit(X_train).transform(X_test))
"""
GIVEN = """
import numpy as np
import pandas as pd
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
X, y = load_iris(return_X_y=True)
"""
TESTS = {
    "function": '''
import numpy as np
from softmark import checks, points

def reference(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

### BEGIN HIDDEN TESTS
@points(1)
def test_values(softmax):
    """The values are those of softmax."""
    found = checks.compare(softmax, reference, checks.numbers(5, 3), {"a single row": (np.ones((1, 3)),)})
    assert found, found.message

@points(1)
def test_stable(softmax):
    """Large scores are no problem."""
    found = checks.compare(softmax, reference, edges=checks.extremes(5, 3))
    assert found, found.message

@points(1)
def test_rows(softmax):
    """Each row is on its own."""
    found = checks.row_by_row(softmax, np.random.default_rng(5).normal(size=(6, 3)))
    assert found, found.message
### END HIDDEN TESTS''',
    "answers": '''
import pytest
from softmark import checks, points

### BEGIN HIDDEN TESTS
@points(1)
def test_share(share):
    """share is right."""
    found = checks.number(share, 0.92)
    assert found, found.message

@points(1)
def test_layer(layer):
    """layer is right."""
    found = checks.choice(layer, "b", "abcd")
    assert found, found.message

@points(1)
@pytest.mark.parametrize("part", [0.5, 1], ids=["half", "all"])
def test_true_ones(true_ones, part):
    """true_ones are right."""
    found = checks.selection(true_ones, "ad", "abcde")
    assert found.share >= part, found.message
### END HIDDEN TESTS''',
    "data": '''
from softmark import checks, points

### BEGIN HIDDEN TESTS
@points(1)
def test_split(X_train, X_test, y_train, y_test):
    """The split is clean."""
    for found in (
        checks.no_overlap(X_train, X_test, data=X),
        checks.drawn_from(X_test, X),
        checks.stratified(y_train, y_test),
        checks.together(X_train, y_train, X, y),
    ):
        assert found, found.message

@points(1)
def test_model(model, X_train, y_train):
    """The model's steps know the training rows alone."""
    assert checks.describe_pipeline(model).steps == ("scale", "select", "predict"), "Scale, select, predict."
    found = checks.fitted_on(model, train=(X_train, y_train), all=(X, y))
    assert found, found.message

@points(1)
def test_scaled(scaled, X_train, X_test):
    """The test rows are scaled by the training rows."""
    found = checks.fitted_on(scaled, of=X_test, train=X_train, all=X, test=X_test)
    assert found, found.message
### END HIDDEN TESTS''',
}
LOST = {
    "right by loops": (
        "def softmax(rows):\n    rows = [[np.exp(s - max(r)) for s in r] for r in np.asarray(rows)]\n"
        "    return [[p / sum(r) for p in r] for r in rows]",
        {},
    ),
    "overflows in place": (
        "def softmax(x):\n    x = np.exp(x)\n    x /= x.sum(axis=1)[:, None]\n    return x",
        {"test_stable": "numbers around 1000. The result has values that are nan"},
    ),
    "over all rows": (
        "def softmax(x):\n    x = np.exp(x - x.max())\n    return x / x.sum()",
        {"test_values": "random inputs", "test_stable": "zeros alone", "test_rows": "rows have an effect"},
    ),
    "prints": (
        "def softmax(x):\n    print(x - x)",
        {"test_values": "printed something", "test_stable": "printed something", "test_rows": "shape"},
    ),
    "other spellings": ('share = np.array([0.92])\nlayer = ["b"]\ntrue_ones = {"d", "A"}', {}),
    "percent, two, half": (
        'share = 92\nlayer = "a, b"\ntrue_ones = ["d"]',
        {"test_share": "100 times", "test_layer": "2 options", "test_true_ones": "all: Your selection is not"},
    ),
    "everything": (
        'share = True\nlayer = "abcd"\ntrue_ones = list("abcde")',
        {"test_share": "of type bool", "test_layer": "4 options", "test_true_ones": "half: Your selection is not"},
    ),
    "frames and other scaler": (
        "order = np.concatenate([np.random.default_rng(0).permutation(np.flatnonzero(y == k)) for k in range(3)])\n"
        "test = np.concatenate([order[:12], order[50:62], order[100:112]])\ntrain = np.setdiff1d(order, test)\n"
        "X_train, y_train, X_test, y_test = pd.DataFrame(X[train]), y[train], X[test], list(y[test])\n"
        "model = make_pipeline(MinMaxScaler(), SelectKBest(k=2), RandomForestClassifier(5)).fit(X[train], y[train])\n"
        "scaled = (X_test - X[train].min(axis=0)) / np.ptp(X[train], axis=0)",
        {},
    ),
    "fitted on everything": (
        DATA.replace(".fit(X_train, y_train)", ".fit(X, y)").replace("fit(X_train).", "fit(X_test)."),
        {"test_model": "other rows had an effect", "test_scaled": "other rows had an effect"},
    ),
    "labels apart": (
        DATA.replace("model =", "y_train = y_train[np.random.default_rng(1).permutation(len(y_train))]\nmodel ="),
        {"test_split": "have the label of another row"},
    ),
}
KIND = {
    "right by loops": "function",
    "overflows in place": "function",
    "over all rows": "function",
    "prints": "function",
}
KIND |= {"other spellings": "answers", "percent, two, half": "answers", "everything": "answers"}


@pytest.fixture(scope="module")
def source(small_course, make_cell, make_test_cell):
    """One notebook with a task of each kind."""
    solutions = {
        "function": (FUNCTION, "def softmax(scores):\n    pass"),
        "answers": (ANSWERS, "share = None\nlayer = None\ntrue_ones = None"),
        "data": (DATA, "X_train = X_test = y_train = y_test = model = scaled = None"),
    }
    cells = [make_cell("locked", "given", GIVEN, GIVEN)]
    for name, (right, released) in solutions.items():
        cells += [make_cell("solution", name, right, released), make_test_cell(f"test-{name}", TESTS[name], 3.0)]
    return small_course.notebook(cells)


@pytest.mark.parametrize("answer", LOST)
def test_answers_lose_what_is_wrong(small_course, source, answer):
    """Right answers keep all points however they are spelt; wrong ones lose theirs, with a sentence that says why."""
    text, lost = LOST[answer]
    kind = KIND.get(answer, "data")
    right = {"function": FUNCTION, "answers": ANSWERS, "data": DATA}
    graded = small_course.grade(source, {**right, kind: text})
    checks = {check.name: check for cell in graded.result.cells for check in cell.checks}
    failed = {name: check.message for name, check in checks.items() if check.state is not State.PASSED}
    assert set(failed) == set(lost)
    for name, words in lost.items():
        assert words in failed[name]
        assert "…" not in failed[name]


def test_what_is_computed_and_what_is_claimed(small_course, source):
    """Values of functions, answers and arrays are computed; what a pipeline of trees says of its scaler is claimed."""
    graded = small_course.grade(source, {"function": FUNCTION, "answers": ANSWERS, "data": DATA})
    basis = {check.name: check.basis for cell in graded.result.cells for check in cell.checks}
    assert {name for name, one in basis.items() if one is Basis.CLAIMED} == {"test_model"}


def test_nothing_done_is_not_attempted(small_course, source):
    """The release earns nothing, and is called not attempted."""
    graded = small_course.grade(source, {})
    states = {check.state for cell in graded.result.cells for check in cell.checks}
    assert states == {State.NOT_ATTEMPTED}
