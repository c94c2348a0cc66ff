"""The hidden layer of the house is joined with itself. `build_net` forgets the last width.

Loses: test_each_group_counts_and_bends, test_net_has_369_parameters, test_layers_follow_the_list
"""

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((n_inputs,))])
    for width in widths[:-1]:
        net.add(keras.layers.Dense(width, activation="relu"))
    net.add(keras.layers.Dense(1))
    return net

# %% build-grouped
def build_grouped(n_house, n_around):
    house, around = keras.Input((n_house,)), keras.Input((n_around,))
    one = keras.layers.Dense(8, activation="relu")(house)
    other = keras.layers.Dense(8, activation="relu")(house)
    both = keras.layers.Concatenate()([one, other])
    return keras.Model([house, around], keras.layers.Dense(1)(both))
