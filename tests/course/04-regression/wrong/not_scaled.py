"""Raw rows for both models. `report` subtracts a column from a row.

Loses: test_inputs_have_a_similar_range, test_report_for_columns
"""

# %% prepare
def prepare(rows):
    return rows

# %% model
model = build_linear(13, rate=0.05)
model.fit(prepare(X_train), y_train, epochs=60, batch_size=16, verbose=0)


def linear_price(rows):
    return model.predict(prepare(rows), verbose=0).ravel()

# %% net
net = build_net(13, [64, 32])
net.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse", metrics=["mae"])
history = net.fit(prepare(X_train), y_train, validation_split=0.1, epochs=80, batch_size=16, verbose=0)


def net_price(rows):
    return net.predict(prepare(rows), verbose=0).ravel()

# %% report
def report(y, p):
    error = np.abs(y - p)
    return {"rmse": np.sqrt(np.mean(error**2)), "mae": np.mean(error), "mape": 100 * np.mean(error / np.abs(y))}
