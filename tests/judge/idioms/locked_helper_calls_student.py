"""A locked helper that calls the student's function by its name."""

# %% locked
def apply_twice(x):
    return plus_three(plus_three(x))

# %% solution
def plus_three(x):
    return x + 3

# %% wrong
def plus_three(x):
    return x + 2

# %% test
assert apply_twice(1) == 7
