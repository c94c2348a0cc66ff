"""A pandas frame is checked by shape, columns and values."""

# %% locked
import pandas as pd
frame = pd.DataFrame({'city': ['Seoul', 'Busan', 'Seoul'], 'sales': [3.0, 4.0, 5.0]})

# %% solution
totals = frame.groupby('city', as_index=False)['sales'].sum()

# %% wrong
totals = frame.groupby('city', as_index=False)['sales'].mean()

# %% test
assert isinstance(totals, pd.DataFrame)
assert list(totals.columns) == ['city', 'sales']
assert totals.shape == (2, 2)
assert totals.loc[totals.city == 'Seoul', 'sales'].iloc[0] == 8.0
