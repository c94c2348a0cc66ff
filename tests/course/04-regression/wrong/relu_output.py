"""A ReLU at the end, since prices are positive: in all three models.

Loses: test_units_are_linear, test_hidden_layers_are_relu_and_the_last_is_linear, test_net_is_for_numbers
"""

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    last = keras.layers.Dense(n_targets, activation="relu", bias_initializer="ones")
    net = keras.Sequential([keras.Input((n_inputs,)), last])
    net.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
    return net

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((n_inputs,))])
    for width in [*widths, 1]:
        net.add(keras.layers.Dense(width, activation="relu", bias_initializer="ones"))
    return net
