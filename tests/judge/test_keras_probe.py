"""The judge asks the rebuilt model and the student's the same question, and compares the answers."""

import numpy as np
import pytest

keras = pytest.importorskip("keras")
from keras import Input, Sequential, layers  # noqa: E402  # only where keras is there

from softmark.judge.keras_build import probe_inputs, same_predictions  # noqa: E402


def test_inputs_fit_the_model_and_the_seed():
    """Shape and dtype are the model's, values are bounded, and another seed asks something else."""
    model = Sequential([Input((None, 3)), layers.Dense(1)])
    inputs = probe_inputs(model, rows=5, seed=1)
    assert (inputs.shape, inputs.dtype) == ((5, 32, 3), np.float32)
    assert np.isfinite(inputs).all()
    assert np.abs(inputs).max() <= 90
    assert (probe_inputs(model, rows=5, seed=1) == inputs).all()
    assert (probe_inputs(model, rows=5, seed=2) != inputs).any()


def test_integers_stay_below_the_embedding():
    """Also through a nested model, a reshape, and an input that the student left a float."""
    tokens = Input((4,))
    inner = keras.Model(tokens, layers.Embedding(7, 2)(layers.Reshape((2, 2))(tokens)))
    ids, prices = Input((4,), name="ids"), Input((2,), name="prices")
    model = keras.Model({"ids": ids, "prices": prices}, [inner(ids), layers.Dense(1)(prices)])
    inputs = probe_inputs(model, rows=50)
    assert inputs["ids"].dtype == np.float32
    assert set(np.unique(inputs["ids"])) == set(range(7))
    assert not np.equal(inputs["prices"], np.round(inputs["prices"])).all()


def test_fixed_batches_are_respected():
    """A model that takes batches of three gets three rows."""
    assert probe_inputs(Sequential([Input(batch_shape=(3, 2)), layers.Dense(1)])).shape == (3, 2)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ([[1.0, 2.0]], [[1.0, 2.0 + 1e-6]], True),
        ([[1.0, 2.0]], [[1.0, 2.1]], False),
        ([[np.nan, 2.0]], [[np.nan, 2.0]], True),
        ([[np.nan, 2.0]], [[1.0, 2.0]], False),
        ([[np.inf]], [[-np.inf]], False),
        (np.zeros((2, 1)), np.zeros(2), False),
        (np.zeros((0, 3)), np.zeros((0, 3)), True),
        (np.float16([0.5]), np.float32([0.501]), True),
        (np.array([1, 2]), np.array([1, 3]), False),
        ([np.zeros(2), np.ones(3)], (np.zeros(2), np.ones(3)), True),
        ([np.zeros(2), np.ones(3)], [np.zeros(2)], False),
        ({"a": np.zeros(2)}, {"a": np.zeros(2)}, True),
        ({"a": np.zeros(2)}, {"b": np.zeros(2)}, False),
        ({"a": np.zeros(2)}, [np.zeros(2)], False),
        (np.zeros(2), None, False),
        (np.zeros(2), "no predictions", False),
        ([[1.0], [2.0, 3.0]], [[1.0], [2.0, 3.0]], True),
    ],
)
def test_same_predictions(first, second, same):
    """Equal up to rounding, in value, shape and structure; and never an error, whatever the kernel answers."""
    assert same_predictions(first, second) is same
