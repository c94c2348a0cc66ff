"""A missing name is asked for."""

# %% solution
from math import pi as circle_constant
radius_answer = 2

# %% wrong
pass

# %% test
try:
    radius_answer
except NameError:
    raise AssertionError('define radius_answer')
assert radius_answer == 2
assert 'radius_answer' in globals()
