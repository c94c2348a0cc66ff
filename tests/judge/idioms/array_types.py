"""dtypes, shapes and several values at once."""

# %% locked
import numpy as np

# %% solution
def split_xy(table):
    return table[:, :-1], table[:, -1].astype(int)

# %% wrong
def split_xy(table):
    return table[:, 1:], table[:, -1]

# %% test
X_part, y_part = split_xy(np.arange(6.0).reshape(2, 3))
assert X_part.shape == (2, 2)
assert y_part.dtype.kind == 'i'
assert (y_part == [2, 5]).all()
assert isinstance(X_part, np.ndarray)
