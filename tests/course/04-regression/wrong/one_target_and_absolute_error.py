"""The number of targets is ignored, the loss is the absolute error. The lines have no legend.

Loses: test_units_are_linear, test_loss_is_squared_error, test_legend_and_labels
"""

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    net = keras.Sequential([keras.Input((n_inputs,)), keras.layers.Dense(1)])
    net.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
    return net

# %% history-plot
def history_plot(history):
    figure, axes = plt.subplots()
    axes.plot(history["loss"], label="train")
    if "val_loss" in history:
        axes.plot(history["val_loss"], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    return axes
