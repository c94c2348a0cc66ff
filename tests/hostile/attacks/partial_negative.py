"""Gives a negative number where the last value is partial credit."""

# %% answer average
import numpy as np


def average(values):
    return -1e300
