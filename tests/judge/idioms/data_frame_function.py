"""A function that takes and gives frames."""

# %% locked
import pandas as pd

# %% solution
def clean(df):
    return df.dropna().reset_index(drop=True)

# %% wrong
def clean(df):
    return df.fillna(0)

# %% test
made = pd.DataFrame({'a': [1.0, None, 3.0], 'b': ['x', 'y', None]})
got = clean(made)
pd.testing.assert_frame_equal(got, pd.DataFrame({'a': [1.0], 'b': ['x']}), check_dtype=False)
assert len(made) == 3
