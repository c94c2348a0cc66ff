"""The student's function warns."""

# %% solution
import warnings
def old():
    warnings.warn('use new()', DeprecationWarning)
    return 1

# %% wrong
def old():
    return 1

# %% test
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    assert old() == 1
assert any(issubclass(w.category, DeprecationWarning) for w in caught)
