"""No activation in the hidden layers, in every network.

Loses: test_hidden_layers_are_relu_and_the_last_is_linear, test_each_group_counts_and_bends, test_net_bends,
    test_network_knows_new_houses, test_script_keeps_the_recipe
"""

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((n_inputs,))])
    for width in widths:
        net.add(keras.layers.Dense(width))
    net.add(keras.layers.Dense(1))
    return net

# %% build-grouped
def build_grouped(n_house, n_around):
    inputs = [keras.Input((n_house,)), keras.Input((n_around,))]
    both = keras.layers.Concatenate()([keras.layers.Dense(8)(one) for one in inputs])
    return keras.Model(inputs, keras.layers.Dense(1)(both))

# %% new-script
def new_script(X, y, epochs=5):
    new = keras.Sequential([keras.Input((X.shape[1],)), keras.layers.Dense(8), keras.layers.Dense(1)])
    new.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    new.fit(X, y, epochs=epochs, verbose=0)
    errors = report(y, new.predict(X, verbose=0))
    return new, errors["rmse"], errors["mae"]
