"""inspect.signature, __name__ and __doc__ of the student's function."""

# %% solution
def documented(x, *, scale=1):
    '''Scale x.'''
    return x * scale

# %% wrong
def documented(x, scale):
    return x * scale

# %% test
import inspect
parameters = inspect.signature(documented).parameters
assert list(parameters) == ['x', 'scale']
assert parameters['scale'].default is not inspect.Parameter.empty
assert documented.__name__ == 'documented'
assert 'Scale' in documented.__doc__
assert documented(2, scale=3) == 6
