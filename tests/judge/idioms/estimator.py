"""A fitted scikit-learn estimator is asked for predictions and attributes."""

# %% locked
import numpy as np
from sklearn.linear_model import LinearRegression
X_line = np.arange(10.0).reshape(-1, 1)
y_line = 3 * X_line.ravel() + 1

# %% solution
line = LinearRegression().fit(X_line, y_line)

# %% wrong
line = LinearRegression(fit_intercept=False).fit(X_line, y_line)

# %% test
assert isinstance(line, LinearRegression)
assert abs(line.coef_[0] - 3) < 1e-6
assert np.allclose(line.predict([[20.0]]), 61)
assert line.score(X_line, y_line) > 0.999
