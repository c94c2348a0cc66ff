"""The test deletes a name and sees whether the answer still works."""

# %% solution
def helper_sum(v):
    return sum(v)
def mean_of(v):
    return sum(v) / len(v)

# %% wrong
def helper_sum(v):
    return sum(v)
def mean_of(v):
    return helper_sum(v) / len(v)

# %% test
del helper_sum
try:
    assert mean_of([1, 2, 3]) == 2
except NameError:
    raise AssertionError('mean_of must not call helper_sum')
