"""The same with the random module."""

# %% locked
import random

# %% solution
def throw():
    return random.randint(1, 6)

# %% wrong
def throw():
    return 7

# %% test
random.seed(3)
expected_throws = [random.randint(1, 6) for _ in range(4)]
random.seed(3)
assert [throw() for _ in range(4)] == expected_throws
