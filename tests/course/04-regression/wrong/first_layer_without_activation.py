"""The first hidden layer is written apart and gets no activation; the groups are joined before any layer.

Loses: test_hidden_layers_are_relu_and_the_last_is_linear, test_groups_meet_in_the_last_layer_only
"""

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((n_inputs,))])
    for place, width in enumerate(widths):
        net.add(keras.layers.Dense(width, activation="relu" if place > 0 else None))
    net.add(keras.layers.Dense(1))
    return net

# %% build-grouped
def build_grouped(n_house, n_around):
    inputs = [keras.Input((n_house,)), keras.Input((n_around,))]
    both = keras.layers.Concatenate()(inputs)
    return keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Dense(16, activation="relu")(both)))
