"""Draws both parts with replacement. RMSE without the root.

Loses: test_no_house_is_in_both_parts, test_rmse
"""

# %% split
X, y = houses.drop(columns="price").to_numpy(), houses["price"].to_numpy()
rng = np.random.default_rng(0)
train, test = rng.integers(0, 500, 400), rng.integers(0, 500, 100)
X_train, X_test, y_train, y_test = X[train], X[test], y[train], y[test]

# %% report
def report(y, p):
    y, p = y.ravel(), p.ravel()
    return {
        "rmse": np.mean((y - p) ** 2),
        "mae": np.mean(np.abs(y - p)),
        "mape": 100 * np.mean(np.abs(y - p) / np.abs(y)),
    }
