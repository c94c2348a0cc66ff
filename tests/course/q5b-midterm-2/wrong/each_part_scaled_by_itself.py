"""fit_transform for each part. A network without a bend. The softmax in the hidden layer. No validation rows, so no
best epoch.

Loses: test_nothing_is_measured_on_the_test_part, test_detector_hidden_layer_is_not_linear, test_digit_hidden_layer_is_not_linear,
    test_repair_has_its_best_weights
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    carriers = sorted(train["carrier"].unique())
    tables = []
    for part in (train, test):
        filled = part[names].fillna(fill)
        numbers = (filled - filled.mean()) / filled.std()
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% detector
detector = keras.Sequential(
    [
        keras.Input((10,)),
        keras.layers.Dense(16),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
detector.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
detector.fit(parts_train, faulty_train, batch_size=40, epochs=20, verbose=0)

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="softmax"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
reader.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
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
    X_few, y_few, batch_size=20, epochs=12, verbose=0,
    
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
