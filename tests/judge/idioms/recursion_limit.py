"""Deep recursion ends in an error that the test expects."""

# %% solution
def factorial(n):
    if n < 0:
        raise ValueError
    return 1 if n == 0 else n * factorial(n - 1)

# %% wrong
def factorial(n):
    return n * factorial(n - 1)

# %% test
assert factorial(20) == 2432902008176640000
try:
    factorial(-1)
except ValueError:
    pass
