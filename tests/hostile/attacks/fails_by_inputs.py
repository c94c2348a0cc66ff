"""Spells hidden inputs by which of its own cells fail, run long or print very much.

Raises: ValueError
"""

# %% answer average
seen = []


def average(values):
    seen.append(values[0])
    return 0


# %% own number-plain
if 918273.0 in seen:
    raise ValueError

# %% own f1-plain
if 918273.0 in seen:
    raise ValueError

# %% own nearest-plain
if 918273.0 in seen:
    raise ValueError

# %% own end
if 918273.0 in seen:
    raise ValueError
