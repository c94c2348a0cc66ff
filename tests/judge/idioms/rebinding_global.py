"""The test binds a global that the student's function reads."""

# %% solution
rate = 0.1
def tax(x):
    return x * rate

# %% wrong
rate = 0.1
def tax(x):
    return x * 0.1

# %% test
assert abs(tax(100) - 10) < 1e-9
rate = 0.5
assert tax(100) == 50
