"""Accuracy under another name; the rows for validation are drawn by chance; the picture shows the MAE.

Loses: test_validation_was_watched, test_last_rows_are_validated, test_lines_are_the_losses,
    test_no_validation_no_line
"""

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=[keras.metrics.Accuracy(name="quality")])
history = net.fit(2 * prepare(X_train) - 1, y_train, validation_split=0.2, epochs=50, verbose=0)


def net_price(rows):
    return net.predict(2 * prepare(rows) - 1, verbose=0).ravel()

# %% validated-rows
def validated_rows(n, split):
    return np.sort(np.random.default_rng(0).choice(n, round(n * split), replace=False))

# %% history-plot
def history_plot(history):
    figure, axes = plt.subplots()
    axes.plot(history.get("mae", history["loss"]), label="train")
    axes.plot(history.get("val_mae", history["loss"]), label="validation")
    axes.set(xlabel="epoch", ylabel="error")
    axes.legend()
    return axes
