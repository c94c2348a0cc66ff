"""The last value of the cell is partial credit."""

# %% solution
def grade_me(n):
    return n % 2 == 0

# %% wrong
def grade_me(n):
    return None

# %% test
sum(0.5 for n in (2, 4, 6, 8) if grade_me(n))
