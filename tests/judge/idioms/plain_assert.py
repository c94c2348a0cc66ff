"""A function is called with plain numbers."""

# %% solution
def area(w, h):
    return w * h

# %% wrong
def area(w, h):
    return w + h

# %% test
assert area(3, 4) == 12
### BEGIN HIDDEN TESTS
assert area(0, 9) == 0, 'no width'
assert abs(area(0.1, 0.2) - 0.02) < 1e-12
### END HIDDEN TESTS
