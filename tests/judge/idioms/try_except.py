"""An error is asked for with try/except."""

# %% solution
def root(x):
    if x < 0:
        raise ValueError('negative')
    return x ** 0.5

# %% wrong
def root(x):
    return abs(x) ** 0.5

# %% test
try:
    root(-1)
except ValueError:
    pass
else:
    raise AssertionError('did not raise')
assert root(9) == 3
