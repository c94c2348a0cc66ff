"""ReLU as keras.ops and as a layer of its own; float64; max_value scaling; L2; a plateau schedule."""

# %% prepare
largest = np.abs(X_train).max(axis=0)
prepare = lambda rows: np.asarray(rows) / largest

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    net = keras.models.Sequential(name="plain")
    net.add(keras.layers.Input(shape=(n_inputs,)))
    net.add(keras.layers.Dense(n_targets, kernel_initializer="zeros"))
    net.compile(loss="MSE", optimizer=keras.optimizers.Adam(learning_rate=rate, amsgrad=True), metrics=["MAE"])
    return net

# %% build-net
def build_net(n_inputs, widths):
    start = keras.layers.Input(shape=(n_inputs,))
    values = start
    for width in widths:
        values = keras.ops.maximum(keras.layers.Dense(width)(values), 0)
    return keras.Model(inputs=start, outputs=keras.layers.Dense(1)(values))

# %% build-grouped
def build_grouped(n_house, n_around):
    house, around = keras.Input((n_house,)), keras.Input((n_around,))
    h = keras.layers.LeakyReLU()(keras.layers.Dense(20)(house))
    s = keras.layers.Dense(10, activation="tanh")(around)
    net = keras.Model(inputs=[house, around], outputs=keras.layers.Dense(1)(keras.ops.concatenate([h, s], axis=1)))
    net.compile("adam", "mse")
    return net

# %% net
decay = keras.regularizers.L2(1e-4)
net = keras.Sequential(
    [
        keras.Input((13,)),
        keras.layers.Rescaling(2.0, offset=-1.0),
        keras.layers.Dense(48, activation="gelu", kernel_regularizer=decay),
        keras.layers.Dense(1),
    ]
)
net.compile(keras.optimizers.Adam(0.03), keras.losses.Huber(delta=5.0), metrics=[keras.metrics.MeanAbsoluteError()])
slower = keras.callbacks.ReduceLROnPlateau(patience=5, factor=0.5)
history = net.fit(prepare(X_train), y_train, validation_split=0.2, epochs=70, callbacks=[slower], verbose=0)


def net_price(rows):
    return net.predict(prepare(rows), verbose=0).flatten()

# %% new-script
def new_script(X, y, epochs=5):
    new = build_net(X.shape[1], [8])
    new.compile(keras.optimizers.Adam(0.02), "mse")
    new.fit(X, y, epochs=epochs, verbose=0)
    return new, new.evaluate(X, y, verbose=0) ** 0.5, float(keras.ops.mean(keras.losses.mean_absolute_error(y[:, None], new.predict(X, verbose=0))))
