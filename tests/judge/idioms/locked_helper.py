"""A helper that the instructor defined in a locked cell."""

# %% locked
def is_close(a, b):
    return abs(a - b) < 1e-9

# %% solution
def half(x):
    return x / 2

# %% wrong
def half(x):
    return x // 2

# %% test
assert is_close(half(3), 1.5)
