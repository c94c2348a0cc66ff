"""The test seeds numpy; the student draws."""

# %% locked
import numpy as np

# %% solution
def noise(n):
    return np.random.normal(size=n)

# %% wrong
def noise(n):
    return np.random.uniform(size=n)

# %% test
np.random.seed(7)
wanted = np.random.normal(size=5)
np.random.seed(7)
assert np.allclose(noise(5), wanted)
after = np.random.rand()
np.random.seed(7)
np.random.normal(size=5)
assert np.random.rand() == after
