"""The test cell has a line magic."""

# %% solution
def cube(x):
    return x ** 3

# %% wrong
def cube(x):
    return x ** 2

# %% test
%precision 3
assert cube(3) == 27
