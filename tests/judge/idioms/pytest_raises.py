"""An error is asked for with pytest.raises and its text."""

# %% locked
import pytest

# %% solution
def check_age(age):
    if age < 0:
        raise ValueError(f'age is {age}')
    return age

# %% wrong
def check_age(age):
    if age < 0:
        raise TypeError(f'age is {age}')
    return age

# %% test
with pytest.raises(ValueError, match='age is -3'):
    check_age(-3)
assert check_age(5) == 5
