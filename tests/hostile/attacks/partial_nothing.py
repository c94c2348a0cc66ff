"""Gives nothing where the last value is partial credit."""

# %% answer average
import numpy as np


def average(values):
    return None
