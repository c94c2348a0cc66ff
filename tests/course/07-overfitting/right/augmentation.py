"""Shifted pictures and noise as new training rows, label smoothing, one-hot labels, a history with one curve."""

# %% small
trials, networks = {}, []
for widths in ((12,), (20,), (40, 20)):
    network = keras.Sequential()
    network.add(keras.Input((64,)))
    for width in widths:
        network.add(keras.layers.Dense(width))
        network.add(keras.layers.Activation("relu"))
    network.add(keras.layers.Dense(10, activation="softmax"))
    network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    network.optimizer.learning_rate = 0.007
    network.fit(X_train, np.eye(10)[y_train], epochs=30, batch_size=20, verbose=0)
    trials[widths] = float(network.evaluate(X_val, np.eye(10)[y_val], batch_size=600, verbose=0)[0])
    networks.append(network)
small = networks[int(np.argmin(list(trials.values())))]

# %% cure
def shifted(X, right, down):
    return np.roll(X.reshape(-1, 8, 8), (down, right), axis=(1, 2)).reshape(-1, 64)


moves = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
more_X = np.concatenate([shifted(X_train, *move) for move in moves])
more_X = more_X + np.random.default_rng(0).normal(0, 0.2, more_X.shape).astype("float32")
more_y = np.concatenate([y_train] * len(moves))
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(
    optimizer=keras.optimizers.Adam(0.005), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.02)
)
cured_history = cured.fit(more_X, np.eye(10)[more_y], epochs=20, batch_size=50, verbose=0)
