"""The student's function gives back a function."""

# %% solution
def adder(k):
    def add(x):
        return x + k
    return add

# %% wrong
def adder(k):
    return k

# %% test
assert callable(adder(2))
assert adder(2)(5) == 7
assert [adder(i)(1) for i in range(3)] == [1, 2, 3]
