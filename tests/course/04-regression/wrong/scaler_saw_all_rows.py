"""The scaler is fitted on all houses. MAPE as a fraction.

Loses: test_scaling_knows_training_rows_only, test_mape
"""

# %% prepare
from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler().fit(X)


def prepare(rows):
    return scaler.transform(rows)

# %% report
from sklearn import metrics


def report(y, p):
    y, p = np.ravel(y), np.ravel(p)
    return {
        "rmse": metrics.root_mean_squared_error(y, p),
        "mae": metrics.mean_absolute_error(y, p),
        "mape": metrics.mean_absolute_percentage_error(y, p),
    }
