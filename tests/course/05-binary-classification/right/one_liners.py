"""Lambdas, partials, comprehensions, a walrus, einsum and bincount."""

# %% split
test = np.concatenate([np.array_split(np.random.default_rng(6).permutation(np.flatnonzero(y == k)), 5)[0] for k in (0, 1)])
X_train, X_test, y_train, y_test = (np.delete(X, test, 0), X[test], np.delete(y, test), y[test])

# %% prepare
prepare = lambda rows, mu=X_train.mean(0), sd=X_train.std(0): 0.5 * (np.asarray(rows) - mu) / sd

# %% model
(model := keras.Sequential([keras.Input((30,)), *(keras.layers.Dense(n, "tanh") for n in (20, 10)), keras.layers.Dense(1, "sigmoid")])).compile("rmsprop", "bce", metrics=["acc"])
history = model.fit(prepare(X_train), y_train, 16, 25, 0, validation_split=.2).history

# %% one-unit
bce = lambda truth, p: -keras.ops.mean(truth * keras.ops.log(p + 1e-7) + (1 - truth) * keras.ops.log(1 - p + 1e-7))
one_unit = keras.Sequential([keras.Input((2,)), keras.layers.Dense(30, lambda z: keras.ops.maximum(z, 0)), keras.layers.Dense(1, lambda z: 1 / (1 + keras.ops.exp(-z)))])
one_unit.compile(keras.optimizers.Adam(0.01), loss=bce)
one_unit.fit(sensors, fails[:, None].astype("float32"), epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential([keras.Input((2,)), keras.layers.Dense(30, keras.ops.relu), keras.layers.Dense(2), keras.layers.Lambda(lambda z: keras.ops.softmax(z))])
two_units.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy, metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)

# %% statements
from collections import OrderedDict

statements = OrderedDict((letter, np.bool_(letter in "be")) for letter in "abcde")

# %% to-class
to_class = lambda p, cut=0.5: np.array([1 if value >= cut else 0 for value in p.flat], dtype=np.uint8)

# %% confusion
confusion = lambda y_true, y_pred: np.bincount(2 * y_true + y_pred, minlength=4).reshape(2, 2)

# %% scores
from functools import partial


def _score(weights_above, weights_below, m):
    above, below = np.einsum("ij,ij", weights_above, m), np.einsum("ij,ij", weights_below, m)
    return np.divide(above, below, out=np.zeros(()), where=below != 0)


accuracy = partial(_score, np.eye(2), np.ones((2, 2)))
precision = partial(_score, np.array([[0, 0], [0, 1]]), np.array([[0, 1], [0, 1]]))
recall = partial(_score, np.array([[0, 0], [0, 1]]), np.array([[0, 0], [1, 1]]))
specificity = partial(_score, np.array([[1, 0], [0, 0]]), np.array([[1, 1], [0, 0]]))
f1 = partial(_score, np.array([[0, 0], [0, 2]]), np.array([[0, 1], [1, 2]]))

# %% expected-precision
expected_precision = lambda prevalence, sensitivity, specificity: (
    a / (a + b) if (a := prevalence * sensitivity) + (b := (1 - prevalence) * (1 - specificity)) else None
)
