"""Functions that students write are held against a reference, with a sentence for each slip."""

import inspect
import re

import numpy as np
import pandas as pd
import pytest

from softmark.checks import Counted, compare, extremes, labels, numbers, probabilities, row_by_row


def softmax(scores):
    """The reference."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def by_loops(scores):
    return [[float(np.exp(s - max(row)) / sum(np.exp(t - max(row)) for t in row)) for s in row] for row in scores]


def by_tensors(scores):
    keras = pytest.importorskip("keras")
    return keras.ops.softmax(keras.ops.convert_to_tensor(scores, dtype="float64"))


def in_place_on_a_copy(scores):
    scores = np.array(scores)
    scores -= scores.max(axis=1)[:, None]
    np.exp(scores, out=scores)
    return scores / scores.sum(axis=1)[:, None]


RIGHT = [
    softmax,
    by_loops,
    by_tensors,
    in_place_on_a_copy,
    lambda scores: pd.DataFrame(softmax(scores)),
    lambda *scores: softmax(*scores).astype("float64").T.copy().T,
]


@pytest.mark.parametrize("function", RIGHT)
def test_spellings_of_one_function_are_one_function(function):
    """Loops, tensors, frames and work in place on a copy give the same values, so they are the same answer."""
    assert compare(function, softmax, numbers(4, 3), extremes(4, 3)).message == ""


def changes_its_argument(scores):
    scores -= scores.max(axis=1, keepdims=True)
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def overflows(scores):
    with np.errstate(all="ignore"):
        return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def underflows(scores):
    with np.errstate(all="ignore"):
        powers = np.exp(scores - scores.max())
        return powers / powers.sum(axis=1, keepdims=True)


WRONG = {
    "None": (lambda scores: None, "none"),
    "printed": (lambda scores: print(softmax(scores)), "printed"),
    "argument changed": (changes_its_argument, "changed"),
    "overflow": (overflows, "not finite"),
    "one maximum for all rows": (underflows, "not finite"),
    "error": (lambda scores: scores[:, 99], "error"),
    "text": (lambda scores: "softmax", "type"),
    "wrong axis": (lambda scores: softmax(scores.T), "shape"),
    "one axis less": (lambda scores: softmax(scores).ravel(), "shape"),
    "transposed": (lambda scores: softmax(scores).T, "shape"),
    "sign": (lambda scores: -softmax(scores), "sign"),
    "percent": (lambda scores: 100 * softmax(scores), "factor"),
    "other order": (lambda scores: softmax(scores)[:, ::-1], "order"),
    "rounded": (lambda scores: softmax(scores).round(2), "nearly"),
    "first row alone": (lambda scores: np.vstack([softmax(scores)[:1], 0 * scores[1:]]), "value"),
    "sigmoid": (lambda scores: 1 / (1 + np.exp(-scores)), "value"),
    "infinite": (lambda scores: softmax(scores) / 0.0 * np.inf, "not finite"),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("slip", WRONG)
def test_each_slip_has_its_own_sentence(slip):
    """A wrong function is told what was seen, with what kind of input."""
    function, seen = WRONG[slip]
    found = compare(function, softmax, numbers(4, 3), extremes(4, 3))
    assert (found.seen, bool(found)) == (seen, False)
    assert "your function with" in found.message


def test_edges_are_named_and_values_are_not():
    """The student reads what kind of input it was, and no value that was expected."""
    found = compare(overflows, softmax, numbers(4, 3), extremes(4, 3))
    assert "numbers around 1000" in found.message
    assert not re.search(r"\d\.\d", found.message)


def test_strict_rules_are_strict_only_where_asked():
    """A list is as good as an array, a float as an integer, and (n, 1) no (n,), unless the task says otherwise."""

    def labels_of(p):
        return (p >= 0.5).astype("int64")

    draw = probabilities(6)
    assert compare(lambda p: (p >= 0.5).tolist(), labels_of, draw)
    assert compare(lambda p: (p >= 0.5).tolist(), labels_of, draw, gives=np.ndarray).seen == "type"
    assert compare(lambda p: (p >= 0.5) * 1.0, labels_of, draw)
    assert compare(lambda p: (p >= 0.5) * 1.0, labels_of, draw, dtype="integer").seen == "dtype"
    assert compare(lambda p: p >= 0.5, labels_of, draw, dtype="integer").seen == "dtype"
    assert compare(lambda p: labels_of(p)[:, None], labels_of, draw).seen == "shape"
    assert compare(lambda p: labels_of(p)[:, None], labels_of, draw, shape=False)


def test_answers_of_several_kinds():
    """Tuples, dictionaries, words, None and frames with gaps are compared part by part."""
    draw = numbers(5, 2)
    frame = pd.DataFrame({"name": ["a", None], "n": [1.0, np.nan]})
    for answer in ((1, np.eye(2)), {"a": [1.0], "b": None}, "yes", None, ["x", "y"], {3, 4}, frame, True, 1e-9):
        assert compare(lambda x, answer=answer: answer, lambda x, answer=answer: answer, draw).message == ""
    other = [
        ((1, np.eye(2)), (1, 2 * np.eye(2)), "factor"),
        ((1, 2), (1, 2, 3), "shape"),
        ({"a": 1}, {"b": 1}, "keys"),
        ({"a": 1}, [1], "type"),
        ("yes", "no", "value"),
        (None, 0, "value"),
        (["x", "y"], ["x", "z"], "value"),
        (frame, frame.fillna({"n": 0.0}), "value"),
        (frame[["n"]], frame[["n"]].rename(columns={"n": "m"}), "keys"),
        (np.nan, 0.0, "value"),
        (("x", 1), 5, "type"),
    ]
    for right, wrong, seen in other:
        assert compare(lambda x, wrong=wrong: wrong, lambda x, right=right: right, draw).seen == seen


def test_errors_are_asked_for_by_the_reference():
    """Where the reference raises, the student's function has to raise the same kind, or one derived from it."""

    class NegativeError(ValueError):
        pass

    def root(x):
        if x < 0:
            raise ValueError("x is negative")
        return x**0.5

    def own(x):
        if x < 0:
            raise NegativeError
        return x**0.5

    def asserts(x):
        assert x >= 0
        return x**0.5

    edges = {"a negative number": (-4.0,), "zero": (0.0,)}
    assert compare(own, root, edges=edges)
    assert compare(asserts, root, edges=edges).seen == "error"
    assert compare(lambda x: abs(x) ** 0.5, root, edges=edges).seen == "no error"


def test_nested_arguments_are_kept_as_they_were():
    """A list that is sorted in place, a dictionary and a frame that get a key are changed arguments."""
    frame = pd.DataFrame({"word": ["b", None], "n": [2.0, np.nan]})

    def add_column(data):
        size = len(data)
        data["new"] = 0
        return size

    for argument in (frame, {"a": [1]}):
        assert compare(add_column, len, edges={"data": (argument,)}).seen == "changed"
        assert compare(len, len, edges={"data": (argument,)})
        assert compare(add_column, len, edges={"data": (argument,)}, changes=True)
    assert compare(lambda x: x.sort() or x[0], min, edges={"a list": ([3, 1, 2],)}).seen == "changed"
    assert "new" not in frame


def test_inputs_are_the_same_in_each_run_and_differ_within_it():
    """A seed fixes what is drawn; several arguments are drawn for several generators."""

    def record(kept):
        return lambda x, y: kept.append((x.copy(), y.copy())) or 0

    runs = ([], [], [])
    for kept, seed in zip(runs, (0, 0, 1), strict=True):
        assert compare(record(kept), lambda x, y: 0, (numbers(3, 2), labels(7, 3)), rounds=4, seed=seed)
    first, again, other = runs
    assert len(first) == 4
    np.testing.assert_equal(first, again)
    assert not np.array_equal(first[0][0], other[0][0])
    assert not np.array_equal(first[0][0], first[1][0])
    assert all(set(y) == {0, 1, 2} and x.shape == (3, 2) for x, y in first)
    with pytest.raises(ValueError, match="nothing to call"):
        compare(len, len)


def test_rows_have_no_effect_on_each_other():
    """A batch gives what its rows give alone; a wrong axis, one maximum for all, or no batch at all is seen."""
    rows = np.random.default_rng(0).normal(size=(5, 3))
    assert row_by_row(softmax, rows)
    assert row_by_row(by_loops, rows)
    assert row_by_row(lambda x: np.exp(x) / np.exp(x).sum(), rows).seen == "mixed"
    assert row_by_row(lambda x: x - x.mean(axis=0), rows).seen == "mixed"
    assert row_by_row(lambda x: x.sum(), rows).seen == "shape"
    assert row_by_row(lambda x: x.missing, rows).seen == "error"


def test_whole_arrays_are_told_from_loops_by_counting():
    """A counter tells one call with 12 values from 12 calls with one; it can be handed on like any function."""

    def by_elements(f, x):
        return np.array([f(value) for value in x])

    x = np.linspace(0, 1, 12)
    whole, single = Counted(np.square), Counted(np.square)
    np.testing.assert_allclose(whole(x), by_elements(single, x))
    assert (whole.calls, whole.elements) == (1, 12)
    assert (single.calls, single.elements) == (12, 12)
    assert not inspect.isclass(whole)
