"""The student's plot is looked at through matplotlib."""

# %% locked
import matplotlib.pyplot as plt

# %% solution
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [2, 4, 6])
ax.set_title('line')

# %% wrong
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [2, 4, 7])

# %% test
assert ax.get_title() == 'line'
assert list(ax.lines[0].get_ydata()) == [2, 4, 6]
