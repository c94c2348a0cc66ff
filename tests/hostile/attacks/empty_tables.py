"""Gives lists and tables of no elements."""

# %% answer average
import pandas as pd


def average(values):
    return pd.Series([], dtype=float)


# %% answer number
number = []


# %% answer f1
def f1(truth, said):
    return []


# %% answer nearest
class Nearest:
    def predict(self, rows):
        return []


nearest = Nearest()
