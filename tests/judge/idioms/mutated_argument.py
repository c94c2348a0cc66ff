"""A list is sorted in place."""

# %% solution
def sort_in_place(v):
    v.sort()

# %% wrong
def sort_in_place(v):
    return sorted(v)

# %% test
v = [3, 1, 2]
result = sort_in_place(v)
assert result is None
assert v == [1, 2, 3]
