"""An argument must stay as it is."""

# %% locked
import numpy as np

# %% solution
def scaled(x):
    return x * 2

# %% wrong
def scaled(x):
    x *= 2
    return x

# %% test
before = np.ones(3)
assert (scaled(before) == 2).all()
assert (before == 1).all(), 'the argument was changed'
