"""The picture is drawn and not returned. A network with a softmax over one unit.

Loses: test_two_lines, test_lines_are_the_losses, test_legend_and_labels, test_no_validation_no_line,
    test_net_is_for_numbers, test_network_knows_new_houses
"""

# %% net
net = keras.Sequential([keras.Input((13,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "softmax")])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
history = net.fit(2 * prepare(X_train) - 1, y_train, validation_split=0.2, epochs=5, verbose=0)


def net_price(rows):
    return net.predict(2 * prepare(rows) - 1, verbose=0).ravel()

# %% history-plot
def history_plot(history):
    plt.plot(history["loss"], label="train")
    if "val_loss" in history:
        plt.plot(history["val_loss"], label="validation")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()
