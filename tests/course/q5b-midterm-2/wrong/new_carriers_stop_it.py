"""A new carrier is an error. The limit is chosen once more on the test rows. No hidden activation. The true digits
are looked up.

Loses: test_carriers_come_from_the_training_part, test_same_limit_for_the_test_rows, test_digit_hidden_layer_is_not_linear,
    test_labels_stay_as_they_are
"""

# %% tables
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def to_tables(train, test):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    both = ColumnTransformer(
        [("numbers", numbers, ["weight", "distance", "price", "depot"]), ("words", OneHotEncoder(), ["carrier"])]
    )
    return both.fit_transform(train), both.transform(test)

# %% limit
p_val, p_test = (detector.predict(rows, verbose=0).ravel() for rows in (parts_val, parts_test))
limit = max(limits, key=lambda one: f1(faulty_val, (p_val >= one).astype(int)))
answers = (p_test >= max(limits, key=lambda one: f1(faulty_test, (p_test >= one).astype(int)))).astype(int)
counts_test, precision_test, f1_test = (score(faulty_test, answers) for score in (confusion, precision, f1))

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
reader.compile("adam", "sparse_categorical_crossentropy")
reader.fit(to_rows(pictures_train), labels_train, epochs=20, verbose=0)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)

# %% repair
repaired = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
repaired.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
repaired.fit(
    X_few, digits.target[mixed[:240]], batch_size=20, epochs=30,
    validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
