"""Means and deviations of all rows. A sigmoid, and from_logits. Each set of pictures is divided by its own largest
pixel. The early stopping watches the training loss.

Loses: test_nothing_is_measured_on_the_test_part, test_detector_output_fits_loss, test_digit_inputs_are_scaled,
    test_repair_has_its_best_weights
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    carriers = sorted(train["carrier"].unique())
    everybody = pd.concat([train, test])[names]
    mean, spread = everybody.mean(), everybody.std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(fill) - mean) / spread
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% detector
detector = keras.Sequential(
    [
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
detector.compile(keras.optimizers.Adam(0.005), keras.losses.BinaryCrossentropy(from_logits=True))
detector.fit(parts_train, faulty_train, batch_size=40, epochs=20, verbose=0)

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / pictures.max()


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="relu"),
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
    X_few, y_few, batch_size=20, epochs=30, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
