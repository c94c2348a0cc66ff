"""A later test cell uses a name that an earlier test cell made."""

# %% solution
def double(n):
    return 2 * n

# %% wrong
def double(n):
    return n

# %% test
tried = [1, 2, 3]
got_doubles = [double(n) for n in tried]
assert got_doubles[0] == 2

# %% test
assert got_doubles == [2 * n for n in tried]
assert double(tried[-1]) == 6
