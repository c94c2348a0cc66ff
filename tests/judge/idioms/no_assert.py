"""The cell has no assert: it fails if it raises."""

# %% solution
import math
def norm(v):
    return math.sqrt(sum(x * x for x in v))

# %% wrong
def norm(v):
    return 'long'

# %% test
length = norm([3, 4])
round(length, 3) + 0.0
if length != 5:
    raise Exception('wrong length')
