"""The given network itself, stopped early; nested blocks; typed functions."""

# %% tables
from sklearn.preprocessing import MinMaxScaler


def to_tables(train: pd.DataFrame, test: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Means, then min-max; the carriers of `train`, in the order of the alphabet."""
    words = np.unique(train["carrier"])
    mean = train[["weight", "distance", "price", "depot"]].mean()
    scaler = MinMaxScaler((-1, 1)).fit(train[mean.index].fillna(mean))
    return tuple(
        np.c_[scaler.transform(part[mean.index].fillna(mean)), part["carrier"].to_numpy()[:, None] == words]
        for part in (train, test)
    )

# %% detector
block = keras.Sequential([keras.Input((10,)), keras.layers.Dense(16), keras.layers.PReLU()])
detector = keras.Sequential([keras.Input((10,)), block, keras.layers.Dense(1, activation=keras.activations.sigmoid)])
detector.compile(keras.optimizers.SGD(0.1, momentum=0.9), keras.losses.binary_crossentropy, metrics=["accuracy"])
detector.fit(parts_train, faulty_train[:, None], epochs=25, validation_split=0.2, verbose=0)

# %% reader
def to_rows(pictures):
    return (np.asarray(pictures, dtype="float32") / 255).reshape(-1, 8, 8, 1)


reader = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(40, activation="gelu")])
reader = keras.Sequential([keras.Input((8, 8, 1)), reader, keras.layers.Dense(6, activation="softmax")])
reader.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
reader.fit(to_rows(pictures_train), labels_train.reshape(-1, 1), epochs=20, verbose=0)
digits_seen = [int(np.argmax(row)) for row in reader.predict(to_rows(pictures_test), verbose=0)]

# %% repair
repaired = build_given()
run = repaired.fit(
    X_few, y_few, batch_size=20, epochs=30, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (given["val_loss"][-1] - min(run.history["val_loss"])) / given["val_loss"][-1]
