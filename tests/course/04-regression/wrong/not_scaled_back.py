"""The network learns scaled prices and returns scaled prices. The picture shows the MAE, too.

Loses: test_network_knows_new_houses, test_lines_are_the_losses, test_no_validation_no_line
"""

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
y_mean, y_sd = y_train.mean(), y_train.std()
history = net.fit(2 * prepare(X_train) - 1, (y_train - y_mean) / y_sd, validation_split=0.2, epochs=50, verbose=0)


def net_price(rows):
    return net.predict(2 * prepare(rows) - 1, verbose=0).ravel()

# %% history-plot
def history_plot(history):
    figure, axes = plt.subplots()
    for name, values in history.items():
        axes.plot(values, label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
