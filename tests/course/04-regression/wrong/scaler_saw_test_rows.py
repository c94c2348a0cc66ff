"""The scaler is fitted again on the test rows. The errors are rounded.

Loses: test_scaling_knows_training_rows_only, test_rmse, test_mae, test_mape
"""

# %% prepare
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
scaler.fit_transform(X_train)
scaler.fit_transform(X_test)


def prepare(rows):
    return scaler.transform(rows)

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
history = net.fit(prepare(X_train), y_train, validation_split=0.2, epochs=40, verbose=0)


def net_price(rows):
    return net.predict(prepare(rows), verbose=0).ravel()

# %% report
def report(y, p):
    y, p = np.ravel(y), np.ravel(p)
    return {
        "rmse": round(float(np.sqrt(np.mean((y - p) ** 2))), 2),
        "mae": round(float(np.mean(np.abs(y - p))), 4),
        "mape": round(float(100 * np.mean(np.abs((y - p) / y))), 1),
    }
