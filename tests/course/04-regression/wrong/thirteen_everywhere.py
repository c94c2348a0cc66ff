"""The width 13 is typed into every function.

Loses: test_units_are_linear, test_layers_follow_the_list, test_hidden_layers_are_relu_and_the_last_is_linear,
    test_script_reads_any_width
"""

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    net = keras.Sequential([keras.Input((13,)), keras.layers.Dense(n_targets)])
    net.compile(optimizer=keras.optimizers.Adam(rate), loss="mse", metrics=["mae"])
    return net

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((13,))])
    for width in widths:
        net.add(keras.layers.Dense(width, activation="relu"))
    net.add(keras.layers.Dense(1))
    return net

# %% new-script
def new_script(X, y, epochs=5):
    new = keras.Sequential([keras.Input((13,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
    new.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    new.fit(X, y, epochs=epochs, verbose=0)
    errors = report(y, new.predict(X, verbose=0))
    return new, errors["rmse"], errors["mae"]
