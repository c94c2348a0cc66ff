"""A frame gets a column in place."""

# %% solution
def add_total(frame):
    frame["total"] = frame["a"] + frame["b"]

# %% wrong
def add_total(frame):
    frame = frame.assign(total=frame["a"] + frame["b"])

# %% test
import pandas as pd

frame = pd.DataFrame({"a": [1, 2], "b": [10, 20]})
add_total(frame)
assert list(frame.columns) == ["a", "b", "total"]
assert frame["total"].tolist() == [11, 22]
