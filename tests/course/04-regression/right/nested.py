"""Networks in networks; groups that end in one number each and are added; an optimizer by its settings."""

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    inner = keras.Sequential([keras.Input((n_inputs,)), keras.layers.Dense(n_targets)])
    inputs = keras.Input((n_inputs,))
    net = keras.Model(inputs, inner(inputs))
    net.compile(optimizer={"class_name": "Adam", "config": {"learning_rate": rate}}, loss=["mse"])
    return net

# %% build-net
def build_net(n_inputs, widths):
    inputs = keras.Input((n_inputs,))
    values = inputs
    for width in widths:
        values = keras.Sequential([keras.layers.Dense(width, activation=keras.activations.relu)])(values)
    return keras.Model(inputs, keras.layers.Dense(1)(values))

# %% build-grouped
def build_grouped(n_house, n_around):
    def group(size, units):
        return keras.Sequential([keras.Input((size,)), keras.layers.Dense(units, "elu"), keras.layers.Dense(1)])

    house, around = keras.Input((n_house,), name="house"), keras.Input((n_around,), name="around")
    return keras.Model([house, around], keras.layers.Add()([group(n_house, 16)(house), group(n_around, 32)(around)]))

# %% net
first, last = keras.Sequential([keras.Input((13,)), keras.layers.Dense(32, "silu")]), keras.layers.Dense(1)
net = keras.Sequential([keras.Input((13,)), first, last])
net.compile(keras.optimizers.Adam(0.02), "mse", metrics=["mae"])
history = net.fit(4 * prepare(X_train) - 2, y_train, validation_split=0.2, epochs=60, batch_size=16, verbose=0)


def net_price(rows):
    return np.concatenate(net.predict(4 * prepare(rows) - 2, verbose=0))
