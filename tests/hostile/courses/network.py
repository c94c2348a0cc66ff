"""A network, its history, and what it says of itself."""

# %% locked given
import numpy as np

generator = np.random.default_rng(3)
rows = generator.normal(size=(80, 2)).astype("float32")
kinds = (rows.sum(axis=1) > 0).astype("float32")

# %% solution build
import keras


def build():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.Adam(0.2), loss="binary_crossentropy", metrics=["accuracy"])
    return model


# %% solution train
model = build()
history = model.fit(rows, kinds, epochs=20, verbose=0)

# %% test model-plain 2
assert model is not None
### BEGIN HIDDEN TESTS
far = np.array([[3.0, 1.0], [-2.0, -4.0], [-5.0, 1.0], [2.0, 5.0]], dtype="float32")
assert (model.predict(far, verbose=0).ravel() > 0.5).tolist() == [True, False, False, True], "SECRET-message"
### END HIDDEN TESTS

# %% test model-tests 2
from softmark import check, points


### BEGIN HIDDEN TESTS
@points(1)
def test_evaluates(model):
    """Your network finds the kinds of rows that it has never seen."""
    far = np.array([[3.0, 1.0], [-2.0, -4.0], [-5.0, 1.0], [2.0, 5.0]], dtype="float32")
    loss, accuracy = model.evaluate(far, np.array([1.0, 0.0, 0.0, 1.0]), verbose=0)
    assert accuracy > 0.9, "Only a share of {} is right.".format(accuracy)


@points(1)
def test_predicts(model):
    """Your network gives high probabilities to the right rows."""
    far = np.array([[564738.0, 1.0], [-2.0, -4.0]], dtype="float32")
    assert np.allclose(model.predict(far, verbose=0).ravel(), [1, 0], atol=0.3), "The probabilities are off."


### END HIDDEN TESTS
check()


# %% test history-tests 1
### BEGIN HIDDEN TESTS
@points(1)
def test_learns(history):
    """Your network learns."""
    assert history.history["loss"][-1] < history.history["loss"][0], "The loss did not fall."


### END HIDDEN TESTS
check()
