"""Tries several networks and keeps the one that is best on validation rows; tensors and lists as parts; a vote of
three networks for the machines."""

# %% split
import tensorflow as tf

parts = train_test_split(np.arange(len(y)), test_size=0.2, stratify=y, random_state=21)
X_train, X_test = (tf.constant(X[part]) for part in parts)
y_train, y_test = (list(y[part]) for part in parts)

# %% prepare
scale = keras.layers.Normalization()
scale.adapt(np.asarray(X_train))


def prepare(rows):
    return scale(np.asarray(rows, dtype="float32"))

# %% model
Z_train, labels = np.asarray(prepare(X_train)), np.array(y_train)
tried = {}
for units, activation in ((4, "relu"), (16, "relu"), (16, "sigmoid")):
    net = keras.Sequential(
        [keras.Input((30,)), keras.layers.Dense(units, activation), keras.layers.Dense(1, "sigmoid")]
    )
    net.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=[keras.metrics.BinaryAccuracy("rate")])
    tried[units, activation] = net, net.fit(Z_train, labels, validation_split=0.3, epochs=20, verbose=0)
(model, history) = max(tried.values(), key=lambda pair: pair[1].history["val_rate"][-1])
model.trainable = False

# %% one-unit
members = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    members.append(keras.Sequential([keras.Input((2,)), keras.layers.Dense(12, "relu"), keras.layers.Dense(1, "sigmoid")]))
inputs = keras.Input((2,))
one_unit = keras.Model(inputs, keras.layers.Average()([member(inputs) for member in members]))
one_unit.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy())
one_unit.fit(sensors, fails, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(64, keras.ops.sin),
        keras.layers.Dense(2, "softmax"),
    ]
)
two_units.compile(keras.optimizers.Adam(0.01), keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])
two_units.fit(sensors, keras.ops.one_hot(fails, 2), epochs=30, verbose=0)

# %% expected-precision
from fractions import Fraction


def expected_precision(prevalence, sensitivity, specificity):
    prevalence, sensitivity, specificity = map(Fraction, (prevalence, sensitivity, specificity))
    positive = prevalence * sensitivity + (1 - prevalence) * (1 - specificity)
    if positive == 0:
        return None
    return float(prevalence * sensitivity / positive)

# %% to-class
import math


def to_class(p, cut=0.5):
    return np.fromiter((math.floor(value - cut) >= 0 for value in p.ravel()), dtype=int)

# %% confusion
from collections import Counter


def confusion(y_true, y_pred):
    counts = Counter(zip(y_true.tolist(), y_pred.tolist()))
    return np.array([[counts[truth, said] for said in range(2)] for truth in range(2)], dtype=float)
