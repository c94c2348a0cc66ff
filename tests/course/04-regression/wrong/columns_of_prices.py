"""Keeps the column of `predict`, and `report` meets it with a row.

Loses: test_linear_prices_are_flat, test_net_prices_are_flat, test_report_for_columns
"""

# %% model
model = build_linear(13)
model.fit(prepare(X_train), y_train, epochs=40, verbose=0)


def linear_price(rows):
    return model.predict(prepare(rows), verbose=0)

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
history = net.fit(2 * prepare(X_train) - 1, y_train, validation_split=0.2, epochs=50, verbose=0)


def net_price(rows):
    return net.predict(2 * prepare(rows) - 1, verbose=0)

# %% report
def report(y, p):
    return {
        "rmse": np.sqrt(np.mean((y - p) ** 2)),
        "mae": np.mean(np.abs(y - p)),
        "mape": 100 * np.mean(np.abs((y - p) / y)),
    }
