"""Sorts the widths into a funnel. One more layer mixes the two groups.

Loses: test_layers_follow_the_list, test_groups_meet_in_the_last_layer_only
"""

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((n_inputs,))])
    for width in sorted(widths, reverse=True):
        net.add(keras.layers.Dense(width, activation="relu"))
    net.add(keras.layers.Dense(1))
    return net

# %% build-grouped
def build_grouped(n_house, n_around):
    inputs = [keras.Input((n_house,)), keras.Input((n_around,))]
    both = keras.layers.Concatenate()([keras.layers.Dense(8, activation="relu")(one) for one in inputs])
    mixed = keras.layers.Dense(8, activation="relu")(both)
    return keras.Model(inputs, keras.layers.Dense(1)(mixed))
