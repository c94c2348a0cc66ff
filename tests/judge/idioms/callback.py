"""The student's function gets a function to call."""

# %% solution
def derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% wrong
def derivative(f, x, h=1e-5):
    return (f(x + h) - f(x)) / (2 * h)

# %% test
assert abs(derivative(lambda x: x ** 3, 2.0) - 12) < 1e-4
