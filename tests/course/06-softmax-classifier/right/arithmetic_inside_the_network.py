"""Scaling written as arithmetic in functional networks; the flowers without a hidden layer, one-hot by comparison."""

# %% iris-net
mean, spread = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)


def to_input(rows):
    return np.asarray(rows, dtype="float32")


inputs = keras.Input((4,))
outputs = keras.layers.Dense(3, activation=keras.activations.softmax)((inputs - mean) / spread)
model = keras.Model(inputs, outputs)
model.compile(keras.optimizers.Adam(0.05), loss=["sparse_categorical_crossentropy"])
history = model.fit(to_input(X_train), y_train, batch_size=25, epochs=60, verbose=0)

# %% one-hot
def one_hot(labels, classes):
    return (np.array(labels)[:, None] == np.arange(classes)).astype(int)


def scores(Y_true, P):
    from sklearn.metrics import f1_score

    truth, guess = np.asarray(Y_true).argmax(axis=-1), np.asarray(P).argmax(axis=-1)
    return f1_score(truth, guess, average="micro"), f1_score(truth, guess, average="macro")

# %% digit-net
def to_input(images):
    return np.asarray(images, dtype="float32")


inputs = keras.Input((28, 28))
flat = keras.layers.Reshape((784,))(inputs / 255.0)
outputs = keras.layers.Dense(10, "softmax")(keras.layers.Dense(50, "swish")(flat))
model = keras.Model(inputs, outputs)
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=[keras.metrics.SparseCategoricalAccuracy()])
order = np.random.default_rng(1).permutation(1000)
fit_rows, watch_rows = order[:850], order[850:]
history = model.fit(
    to_input(train_images[fit_rows]),
    train_labels[fit_rows],
    epochs=12,
    validation_data=(to_input(train_images[watch_rows]), train_labels[watch_rows]),
    verbose=0,
)
