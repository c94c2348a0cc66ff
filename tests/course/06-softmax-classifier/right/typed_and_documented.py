"""Type hints, docstrings, named tuples, dataclasses and private helpers, as generated code likes them."""

# %% softmax
from typing import Sequence, Union

ArrayLike = Union[Sequence[float], np.ndarray]


def _validate_scores(z: ArrayLike) -> np.ndarray:
    """Convert the scores to a float64 array and validate the number of dimensions."""
    array = np.asarray(z, dtype=np.float64)
    if array.ndim not in (1, 2):
        raise ValueError(f"Expected a 1-D or 2-D array, got {array.ndim}-D.")
    return array


def softmax(z: ArrayLike, temperature: float = 1.0) -> np.ndarray:
    """Numerically stable softmax."""
    scores_ = _validate_scores(z)
    if np.isclose(temperature, 0.0):
        result = np.zeros_like(scores_)
        np.put_along_axis(result, np.argmax(scores_, axis=-1, keepdims=True), 1.0, axis=-1)
        return result
    scaled = scores_ / temperature
    log_sum = np.logaddexp.reduce(scaled, axis=-1, keepdims=True)
    return np.exp(scaled - log_sum)


def sigmoid(z: ArrayLike) -> np.ndarray:
    """Sigmoid as the first column of a two-class softmax."""
    z = np.asarray(z, dtype=np.float64).reshape(-1, 1)
    return softmax(np.hstack([z, np.zeros((z.shape[0], 1))]))[:, 0]

# %% one-hot
from typing import NamedTuple

from sklearn.metrics import precision_recall_fscore_support
from sklearn.preprocessing import OneHotEncoder


class Scores(NamedTuple):
    """Accuracy and macro F1."""

    accuracy: float
    macro_f1: float


def one_hot(labels: "Sequence[int] | np.ndarray | pd.Series", classes: int) -> np.ndarray:
    """One-hot encode integer labels."""
    encoder = OneHotEncoder(categories=[list(range(classes))], sparse_output=False, dtype=np.float32)
    return encoder.fit_transform(np.asarray(labels).reshape(-1, 1))


def scores(Y_true: np.ndarray, P: np.ndarray) -> Scores:
    """Accuracy and macro F1 of one-hot truth and probabilities."""
    truth, guess = Y_true.argmax(axis=1), P.argmax(axis=1)
    *_, f1s, _support = precision_recall_fscore_support(truth, guess, zero_division=0.0)
    return Scores(accuracy=float((truth == guess).mean()), macro_f1=float(f1s.mean()))

# %% decode
class Decoded(NamedTuple):
    names: list
    probabilities: np.ndarray


def decode(P: np.ndarray, names: list[str]) -> Decoded:
    """Most probable names, and how probable they are."""
    table = np.atleast_2d(P)
    best = np.argmax(table, axis=1)
    return Decoded([names[int(k)] for k in best], np.take_along_axis(table, best[:, None], axis=1).squeeze(axis=1))


def mean_loss(P: np.ndarray, labels: np.ndarray, *, epsilon: float = 1e-12) -> float:
    """Mean cross-entropy of the true classes."""
    chosen = np.take_along_axis(np.clip(P, epsilon, 1.0), np.asarray(labels)[:, np.newaxis], axis=1)
    return float(np.mean(-np.log(chosen)))


P_new: np.ndarray = model.predict_on_batch(to_input(new_flowers))
assert np.allclose(P_new.sum(axis=1), 1.0, atol=1e-5), f"rows should sum to 1: {P_new.sum(axis=1)}"

# %% train-model
from collections import defaultdict


def _build(hidden_units: int = 50) -> keras.Model:
    """Build and compile a 784-50-10 classifier."""
    network = keras.Sequential(name="digits")
    network.add(keras.layers.Input(shape=(784,)))
    network.add(keras.layers.Dense(hidden_units, activation="relu", kernel_initializer="he_normal"))
    network.add(keras.layers.Dense(10, activation="softmax"))
    network.compile(keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def train_model(images: np.ndarray, labels: np.ndarray, epochs: int) -> dict[str, list[float]]:
    """Train a fresh network, one epoch after the other."""
    pixels = images.reshape(-1, 784).astype(np.float32) / 255.0
    network, curves = _build(), defaultdict(list)
    for _ in range(epochs):
        run = network.fit(pixels, labels, validation_split=0.2, batch_size=64, verbose=0)
        for metric, (value,) in run.history.items():
            curves[metric].append(value)
    return curves

# %% digit-class
from dataclasses import dataclass, field


def _network() -> keras.Model:
    """A compiled 784-50-10 network for raw pictures."""
    inputs = keras.Input(shape=(28, 28), name="pictures")
    x = keras.layers.Rescaling(scale=1.0 / 255.0)(inputs)
    x = keras.layers.Reshape((784,))(x)
    x = keras.layers.Dense(50, activation="relu")(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    network = keras.Model(inputs=inputs, outputs=outputs)
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


@dataclass
class DigitNet:
    """A reader of digits."""

    network: keras.Model = field(default_factory=_network)
    log: dict = field(default_factory=lambda: {"loss": [], "accuracy": []})

    def fit(self, images: np.ndarray, labels: np.ndarray, epochs: int) -> dict[str, list[float]]:
        """Train on raw pictures."""
        run = self.network.fit(images, labels, epochs=epochs, batch_size=64, verbose=0)
        self.log = {key: [float(value) for value in values] for key, values in run.history.items()}
        return self.log

    def predict(self, images: np.ndarray) -> np.ndarray:
        """The digit in each raw picture."""
        return np.argmax(self.network(images, training=False).numpy(), axis=-1).astype(int)


reader: DigitNet = DigitNet()
_ = reader.fit(train_images, train_labels, epochs=10)
answers: np.ndarray = reader.predict(test_images)
