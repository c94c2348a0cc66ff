"""`prepare` fits its scaler on whatever it gets. `report` forgets the size of the true value.

Loses: test_prepare_treats_a_house_alone_as_in_a_group, test_mape
"""

# %% prepare
from sklearn.preprocessing import MinMaxScaler


def prepare(rows):
    return MinMaxScaler().fit_transform(rows)

# %% report
def report(y, p):
    y, p = np.ravel(y), np.ravel(p)
    error = np.abs(y - p)
    return {"rmse": np.sqrt(np.mean(error**2)), "mae": np.mean(error), "mape": 100 * np.mean(error / y)}
