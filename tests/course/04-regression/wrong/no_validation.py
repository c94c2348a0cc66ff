"""No validation rows, one epoch only. MAE without the size of the errors.

Loses: test_validation_was_watched, test_network_knows_new_houses, test_report_of_three_houses, test_mae
"""

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
history = net.fit(2 * prepare(X_train) - 1, y_train, epochs=1, verbose=0)


def net_price(rows):
    return net.predict(2 * prepare(rows) - 1, verbose=0).ravel()

# %% report
def report(y, p):
    y, p = np.ravel(y), np.ravel(p)
    error = y - p
    return {
        "rmse": np.sqrt(np.mean(error**2)),
        "mae": np.mean(error),
        "mape": 100 * np.mean(np.abs(error) / np.abs(y)),
    }
