"""Accuracy as the metric of a regression. The picture cannot do without validation.

Loses: test_validation_was_watched, test_no_validation_no_line
"""

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["accuracy"])
history = net.fit(2 * prepare(X_train) - 1, y_train, validation_split=0.2, epochs=50, verbose=0)


def net_price(rows):
    return net.predict(2 * prepare(rows) - 1, verbose=0).ravel()

# %% history-plot
def history_plot(history):
    figure, axes = plt.subplots()
    axes.plot(history["loss"], label="train")
    axes.plot(history["val_loss"], label="validation")
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return axes
