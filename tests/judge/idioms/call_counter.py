"""The test counts how often a callback is called."""

# %% solution
def total(f, n):
    return sum(f(i) for i in range(n))

# %% wrong
def total(f, n):
    return sum(f(i) for i in range(n + 1))

# %% test
calls = {'n': 0}
def counting(i):
    calls['n'] += 1
    return i
assert total(counting, 5) == 10
assert calls['n'] == 5
