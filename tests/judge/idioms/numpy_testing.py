"""numpy.testing compares arrays."""

# %% locked
import numpy as np

# %% solution
def centre(x):
    return x - x.mean(axis=0)

# %% wrong
def centre(x):
    return x - x.mean()

# %% test
x = np.arange(12.0).reshape(4, 3) ** 2
np.testing.assert_allclose(centre(x).mean(axis=0), 0, atol=1e-12)
assert centre(x).shape == x.shape
assert np.allclose(centre(x) + x.mean(axis=0), x)
