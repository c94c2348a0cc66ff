"""Raw rows into batch normalisation; PReLU; a test part of 15 %; figures that are closed."""

# %% split
X, y = houses.values[:, :-1], houses.values[:, -1]
X_train, X_test, y_train, y_test = X[:425], X[425:], y[:425], y[425:]

# %% net
net = keras.Sequential(
    [
        keras.Input((13,)),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.Dense(32),
        keras.layers.PReLU(),
        keras.layers.Dense(1),
    ]
)
net.compile(keras.optimizers.Adam(0.03), "mse", metrics=["mean_absolute_percentage_error"])
history = net.fit(X_train, y_train, validation_split=0.1, epochs=60, verbose=0)


def net_price(rows):
    return net.predict(rows, verbose=0)[..., 0]

# %% history-plot
def history_plot(history):
    fig = plt.figure()
    ax = fig.add_subplot()
    if history.get("val_loss") is not None:
        ax.semilogy(history["val_loss"], "r-", label="Loss on validation rows")
    ax.semilogy(history["loss"], "b.", label="Loss while training")
    ax.set_xlabel("Epoch")
    ax.set_ylabel("Loss")
    fig.legend()
    ax.legend(loc="upper right")
    plt.close(fig)
    return ax
