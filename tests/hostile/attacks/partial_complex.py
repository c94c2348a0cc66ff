"""Gives a complex number where the last value is partial credit."""

# %% answer average
import numpy as np


def average(values):
    return 2 + 1j
