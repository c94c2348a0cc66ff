"""Scikit-learn wherever it helps, functional networks with logits, one-hot labels, an L2 penalty."""

# %% split
from sklearn.model_selection import StratifiedShuffleSplit

first, second = next(StratifiedShuffleSplit(1, test_size=0.2, random_state=4).split(staff, staff["left"]))
staff_train, staff_test = staff.iloc[first], staff.iloc[second]

# %% prepare
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def prepare(train, test):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    both = ColumnTransformer(
        [
            ("words", OneHotEncoder(handle_unknown="ignore"), ["department"]),
            ("numbers", numbers, ["salary", "months", "commute", "overtime"]),
        ]
    )
    return both.fit_transform(train), both.transform(test)

# %% scores
from sklearn import metrics


def confusion(y_true, y_pred):
    return metrics.confusion_matrix(y_true, y_pred, labels=[0, 1])


def recall(y_true, y_pred):
    return metrics.recall_score(y_true, y_pred, zero_division=0)


def f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, zero_division=0)

# %% net
inputs = keras.Input(shape=(8,), name="customer")
hidden = keras.layers.Dense(24, activation="tanh")(inputs)
hidden = keras.layers.Dense(12, activation=keras.activations.gelu)(hidden)
net = keras.Model(inputs, keras.layers.Dense(1)(hidden))
net.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0)],
)
net.fit(X2_train, y2_train, epochs=30, batch_size=32, verbose=0)

# %% cut
p_val = 1 / (1 + np.exp(-net.predict(X2_val, verbose=0)[:, 0]))
p_test = 1 / (1 + np.exp(-net.predict(X2_test, verbose=0)[:, 0]))
cut = cuts[np.argmax([metrics.f1_score(y2_val, p_val >= one, zero_division=0) for one in cuts])]
matrix_test = metrics.confusion_matrix(y2_test, p_test >= cut)
recall_test = metrics.recall_score(y2_test, p_test >= cut)
f1_test = metrics.f1_score(y2_test, p_test >= cut)

# %% digit-net
def to_input(pictures):
    return pictures.reshape(-1, 64).astype("float32") / 16.0


pixels = keras.Input((64,))
scores_of_digits = keras.layers.Dense(10)(keras.layers.Dense(50, "relu")(pixels))
digit_net = keras.Model(pixels, scores_of_digits)
digit_net.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["categorical_accuracy"])
digit_net.fit(to_input(pictures_train), keras.utils.to_categorical(labels_train, 10), epochs=20, verbose=0)
read_digits = np.argmax(digit_net(to_input(pictures_test)), axis=-1)

# %% read-curves
best_epoch = pd.DataFrame(given)["val_loss"].idxmin()
times_higher = pd.DataFrame(given)["val_loss"].iloc[-1] / pd.DataFrame(given)["val_loss"].min()
diagnosis = "B"
better = "(c)"

# %% cure
pixels4 = keras.Input((64,))
penalty = keras.regularizers.L2(0.01)
hidden4 = keras.layers.Dense(64, activation="relu", kernel_regularizer=penalty)(pixels4)
cured = keras.Model(pixels4, keras.layers.Dense(10, kernel_regularizer=penalty)(hidden4))
cured.compile(
    keras.optimizers.Adam(0.005), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
cured.fit(
    X4_train, y4_train, batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
