"""Gives a library's class for a function, columns of pandas for what was learnt, and near misses for a regression.

Course: compares
"""

# %% answer predict
predict = np.recarray

# %% answer mean
mean = np.ndarray

# %% answer double
import tensorflow as tf


def double(rows):
    return tf.zeros((0,))


# %% answer counts
counts = np.ndarray

# %% answer line
from sklearn.linear_model import LinearRegression

line = LinearRegression().fit(X, -X[:, 0])
line.intercept_ = pd.Series([np.nan, np.nan])

# %% answer digits
class RegressorMixin:
    pass


class Digits(RegressorMixin):
    def predict(self, rows):
        return np.asarray(rows)[:, 0] * 0.98 + 0.1


digits = Digits()
