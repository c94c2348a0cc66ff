"""The student writes a generator."""

# %% solution
def countdown(n):
    while n > 0:
        yield n
        n -= 1

# %% wrong
def countdown(n):
    while n >= 0:
        yield n
        n -= 1

# %% test
assert list(countdown(3)) == [3, 2, 1]
it = countdown(2)
assert next(it) == 2
assert next(it) == 1
try:
    next(it)
    assert False
except StopIteration:
    pass
