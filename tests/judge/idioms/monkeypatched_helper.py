"""The test replaces a function that the student's other function must call."""

# %% solution
def base_price(x):
    return 2 * x
def price(x):
    return base_price(x) + 1

# %% wrong
def base_price(x):
    return 2 * x
def price(x):
    return 2 * x + 1

# %% test
old_base = base_price
called = []
def base_price(x):
    called.append(x)
    return 100
assert price(3) == 101
assert called == [3]
base_price = old_base
assert price(3) == 7
