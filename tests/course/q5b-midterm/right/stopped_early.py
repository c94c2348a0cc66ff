"""The given network itself, stopped early; nested blocks; typed functions."""

# %% prepare
from sklearn.preprocessing import MinMaxScaler


def prepare(train: pd.DataFrame, test: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Means, then min-max; the departments of `train`, in the order of the alphabet."""
    words = np.unique(train["department"])
    mean = train[["salary", "months", "commute", "overtime"]].mean()
    scaler = MinMaxScaler((-1, 1)).fit(train[mean.index].fillna(mean))
    return tuple(
        np.c_[scaler.transform(part[mean.index].fillna(mean)), part["department"].to_numpy()[:, None] == words]
        for part in (train, test)
    )

# %% net
block = keras.Sequential([keras.Input((8,)), keras.layers.Dense(16), keras.layers.PReLU()])
net = keras.Sequential([keras.Input((8,)), block, keras.layers.Dense(1, activation=keras.activations.sigmoid)])
net.compile(keras.optimizers.SGD(0.1, momentum=0.9), keras.losses.binary_crossentropy, metrics=["accuracy"])
net.fit(X2_train, y2_train[:, None], epochs=25, validation_split=0.2, verbose=0)

# %% digit-net
def to_input(pictures):
    return (np.asarray(pictures, dtype="float32") / 16).reshape(-1, 8, 8, 1)


reader = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(50, activation="gelu")])
digit_net = keras.Sequential([keras.Input((8, 8, 1)), reader, keras.layers.Dense(10, activation="softmax")])
digit_net.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
digit_net.fit(to_input(pictures_train), labels_train.reshape(-1, 1), epochs=20, verbose=0)
read_digits = [int(np.argmax(row)) for row in digit_net.predict(to_input(pictures_test), verbose=0)]

# %% cure
cured = build_given()
run = cured.fit(
    X4_train, y4_train, batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (given["val_loss"][-1] - min(run.history["val_loss"])) / given["val_loss"][-1]
