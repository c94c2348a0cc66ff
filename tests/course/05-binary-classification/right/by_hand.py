"""Everything by hand: permutation split, min-max scaling, separate activation layers, loops, nested
lists."""

# %% split
rng = np.random.default_rng(3)
train, test = [], []
for label in (0, 1):
    places = rng.permutation(np.flatnonzero(y == label))
    n_test = round(0.2 * len(places))
    test.extend(places[:n_test])
    train.extend(places[n_test:])
X_train, X_test, y_train, y_test = X[train], X[test], y[train], y[test]
order = rng.permutation(len(X_train))
X_train, y_train = X_train[order], y_train[order]

# %% prepare
low, high = X_train.min(axis=0), X_train.max(axis=0)


def prepare(rows):
    return (np.asarray(rows) - low) / (high - low)

# %% model
inputs = keras.Input((30,))
h = keras.layers.Dense(24)(inputs)
h = keras.layers.Activation("tanh")(h)
out = keras.layers.Dense(1)(h)
out = keras.layers.Activation("sigmoid")(out)
model = keras.Model(inputs, out)
model.compile("adam", keras.losses.BinaryCrossentropy(), metrics=[keras.metrics.BinaryAccuracy(name="acc")])
history = model.fit(prepare(X_train), y_train[:, None], batch_size=16, epochs=40, validation_split=0.15, verbose=0)

# %% two-units
inputs = keras.Input((2,))
h = keras.layers.Dense(12)(inputs)
h = keras.layers.ReLU()(h)
out = keras.layers.Softmax()(keras.layers.Dense(2)(h))
two_units = keras.Model(inputs, out)
two_units.compile(keras.optimizers.RMSprop(0.01), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)

# %% to-class
def to_class(p, cut=0.5):
    classes = []
    for value in np.asarray(p).flatten():
        if value < cut:
            classes.append(0)
        else:
            classes.append(1)
    return np.array(classes)

# %% confusion
def confusion(y_true, y_pred):
    m = [[0, 0], [0, 0]]
    for truth, said in zip(y_true, y_pred):
        m[int(truth)][int(said)] += 1
    return np.array(m)

# %% scores
def accuracy(m):
    total = m[0][0] + m[0][1] + m[1][0] + m[1][1]
    return 0.0 if total == 0 else (m[0][0] + m[1][1]) / total


def precision(m):
    alarms = m[0][1] + m[1][1]
    return 0.0 if alarms == 0 else m[1][1] / alarms


def recall(m):
    ill = m[1][0] + m[1][1]
    return 0.0 if ill == 0 else m[1][1] / ill


def specificity(m):
    healthy = m[0][0] + m[0][1]
    return 0.0 if healthy == 0 else m[0][0] / healthy


def f1(m):
    p, r = precision(m), recall(m)
    return np.array([0.0]) if p + r == 0 else np.array([2 * p * r / (p + r)])

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    if positive < 0 or negative < 0 or (tp is not None and tp < 0) or (ill is not None and ill < 0):
        raise ValueError("negative count")
    if tp is None:
        return {"TP": None, "FP": None, "FN": None, "TN": None}
    if tp > positive:
        raise ValueError("too many true positives")
    table = {"TP": tp, "FP": positive - tp, "FN": None, "TN": None}
    if ill is not None:
        if not tp <= ill <= tp + negative:
            raise ValueError("ill does not fit")
        table.update(FN=ill - tp, TN=negative - (ill - tp))
    return table

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    crowd = 1_000_000
    tp = crowd * prevalence * sensitivity
    fp = crowd * (1 - prevalence) * (1 - specificity)
    if tp + fp == 0:
        return None
    return np.float64(tp / (tp + fp))
