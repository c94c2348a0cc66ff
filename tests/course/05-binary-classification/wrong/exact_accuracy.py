"""`keras.metrics.Accuracy()` compares probabilities with labels for equality; AUC is no accuracy. Classes in a
list, rounded scores, an F1 that forgets one of its zeros, `assert` instead of ValueError.

Loses: test_accuracy_was_watched, test_default_cut, test_precision, test_recall, test_zero_denominators,
    test_impossible_counts_raise
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=[keras.metrics.Accuracy(), "AUC"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)

# %% to-class
def to_class(p, cut=0.5):
    return [int(value >= cut) for value in np.ravel(p)]

# %% scores
def share(part, whole):
    return part / whole if whole else 0.0


def accuracy(m):
    return share(m[0, 0] + m[1, 1], m.sum())


def precision(m):
    return round(share(m[1, 1], m[0, 1] + m[1, 1]), 2)


def recall(m):
    return round(share(m[1, 1], m[1, 0] + m[1, 1]), 3)


def specificity(m):
    return share(m[0, 0], m[0, 0] + m[0, 1])


def f1(m):
    if m[1, 1] + m[0, 1] == 0:
        return 0.0
    p, r = m[1, 1] / (m[0, 1] + m[1, 1]), m[1, 1] / (m[1, 0] + m[1, 1])
    return 2 * p * r / (p + r)

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": tp}
    if tp is not None:
        cells["FP"] = positive - tp
        if ill is not None:
            cells["FN"] = ill - tp
            cells["TN"] = negative - ill + tp
    assert all(count is None or count >= 0 for count in (positive, negative, ill, *cells.values()))
    return cells
