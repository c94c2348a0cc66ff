"""Scikit-learn wherever it helps, functional networks with logits, one-hot labels, an L2 penalty."""

# %% split
from sklearn.model_selection import StratifiedShuffleSplit

first, second = next(StratifiedShuffleSplit(1, test_size=0.2, random_state=4).split(parcels, parcels["late"]))
parcels_train, parcels_test = parcels.iloc[first], parcels.iloc[second]

# %% tables
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def to_tables(train, test):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    both = ColumnTransformer(
        [
            ("words", OneHotEncoder(handle_unknown="ignore"), ["carrier"]),
            ("numbers", numbers, ["weight", "distance", "price", "depot"]),
        ]
    )
    return both.fit_transform(train), both.transform(test)

# %% scores
from sklearn import metrics


def confusion(y_true, y_pred):
    return metrics.confusion_matrix(y_true, y_pred, labels=[0, 1])


def precision(y_true, y_pred):
    return metrics.precision_score(y_true, y_pred, zero_division=0)


def f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, zero_division=0)

# %% detector
inputs = keras.Input(shape=(10,), name="part")
hidden = keras.layers.Dense(24, activation="tanh")(inputs)
hidden = keras.layers.Dense(12, activation=keras.activations.gelu)(hidden)
detector = keras.Model(inputs, keras.layers.Dense(1)(hidden))
detector.compile(
    optimizer=keras.optimizers.Adam(0.003),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0)],
)
detector.fit(parts_train, faulty_train, epochs=30, batch_size=32, verbose=0)

# %% limit
p_val = 1 / (1 + np.exp(-detector.predict(parts_val, verbose=0)[:, 0]))
p_test = 1 / (1 + np.exp(-detector.predict(parts_test, verbose=0)[:, 0]))
limit = limits[np.argmax([metrics.f1_score(faulty_val, p_val >= one, zero_division=0) for one in limits])]
counts_test = metrics.confusion_matrix(faulty_test, p_test >= limit)
precision_test = metrics.precision_score(faulty_test, p_test >= limit)
f1_test = metrics.f1_score(faulty_test, p_test >= limit)

# %% reader
def to_rows(pictures):
    return pictures.reshape(-1, 64).astype("float32") / 255.0


pixels = keras.Input((64,))
scores_of_digits = keras.layers.Dense(6)(keras.layers.Dense(40, "relu")(pixels))
reader = keras.Model(pixels, scores_of_digits)
reader.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["categorical_accuracy"])
reader.fit(to_rows(pictures_train), keras.utils.to_categorical(labels_train, 6), epochs=20, verbose=0)
digits_seen = np.argmax(reader(to_rows(pictures_test)), axis=-1)

# %% read-curves
best_row = pd.DataFrame(given)["val_loss"].idxmin()
epochs_too_many = pd.DataFrame(given).index[-1] - best_row
gap = (pd.DataFrame(given)["val_loss"] - pd.DataFrame(given)["loss"]).iloc[-1]
diagnosis = "C"
helped = "(a)"

# %% repair
pixels4 = keras.Input((64,))
penalty = keras.regularizers.L2(0.01)
hidden4 = keras.layers.Dense(64, activation="relu", kernel_regularizer=penalty)(pixels4)
repaired = keras.Model(pixels4, keras.layers.Dense(10, kernel_regularizer=penalty)(hidden4))
repaired.compile(
    keras.optimizers.Adam(0.005), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
repaired.fit(
    X_few, y_few, batch_size=20, epochs=30, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
