"""The answer must be the very object that came in."""

# %% solution
def append_one(v):
    v.append(1)
    return v

# %% wrong
def append_one(v):
    return v + [1]

# %% test
mine = []
assert append_one(mine) is mine
assert mine == [1]
