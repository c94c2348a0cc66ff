"""Gives containers with nothing but empty containers in them.

Course: compares
"""

# %% answer predict
def predict(rows):
    return pd.DataFrame({0: [[] for row in rows]})


# %% answer mean
def mean(values):
    return ([],)


# %% answer double
def double(rows):
    return [[]]


# %% answer counts
def counts(words):
    return {}


# %% answer line
from sklearn.linear_model import LinearRegression

line = LinearRegression().fit(X, -X[:, 0])
line.coef_, line.intercept_ = np.zeros((0, 1)), np.zeros(0)

# %% answer digits
class Digits:
    def predict(self, rows):
        return [[]]


digits = Digits()
