"""Scaling inside the networks; a checkpoint that is loaded again; a median column by column."""

# %% tables
def to_tables(train, test):
    train, test = train.copy(), test.copy()
    for name in ["weight", "distance", "price", "depot"]:
        middle = train[name].median()
        for part in (train, test):
            part[name] = part[name].fillna(middle)
        largest = train[name].abs().max()
        for part in (train, test):
            part[name] = part[name] / largest
    for name in train["carrier"].unique():
        train["is " + name] = (train["carrier"] == name) * 1
        test["is " + name] = (test["carrier"] == name) * 1
    return train.drop(columns=["code", "carrier", "late"]), test.drop(columns=["code", "carrier", "late"])

# %% detector
scale = keras.layers.Normalization()
scale.adapt(parts_train)
detector = keras.Sequential(
    [
        keras.Input((10,)),
        scale,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
detector.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
detector.fit(
    parts_train, faulty_train, epochs=40, validation_data=(parts_val, faulty_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)],
)  # fmt: skip

# %% reader
def to_rows(pictures):
    return pictures


reader = keras.Sequential(
    [
        keras.Input((8, 8)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(40, activation="relu"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
reader.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
reader.fit(pictures_train, labels_train, epochs=20, validation_split=0.1, verbose=0)
digits_seen = reader.predict(pictures_test, verbose=0).argmax(axis=1).astype("float64")

# %% repair
repaired = keras.Sequential([keras.Input((64,)), keras.layers.GaussianNoise(0.3), *build_given().layers])
repaired.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
repaired.fit(
    X_few, y_few, batch_size=20, epochs=20, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[
        keras.callbacks.ModelCheckpoint(
            "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
        )
    ],
)  # fmt: skip
repaired.load_weights("best.weights.h5")
percent_less = (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1]) * 100
