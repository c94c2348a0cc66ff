"""Gives pandas objects with methods and attributes that lie, and masked arrays that hide everything."""

# %% answer average
import numpy as np
import pandas as pd


class Series(pd.Series):
    def __eq__(self, other):
        return True

    def mean(self, *things, **named):
        return 1.0

    @property
    def values(self):
        return np.array([459137.0])


def average(values):
    series = Series([1.0])
    series.attrs["mean"] = series.attrs[1] = Series
    return series


# %% answer number
number = pd.Series([1.0])
number.__dict__["values"] = "SECRET"
number.attrs["__array__"] = 7316


# %% answer f1
def f1(truth, said):
    return np.ma.masked_all(())


# %% answer nearest
class Nearest:
    def predict(self, rows):
        return np.ma.masked_all(len(rows), dtype=int)


nearest = Nearest()
