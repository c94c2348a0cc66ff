"""Scales large columns only, so that the small ones hardly count.

Loses: test_inputs_have_a_similar_range
"""

# %% prepare
large = X_train.max(axis=0) > 1
centre = np.where(large, X_train.mean(axis=0), 0.0)
size = np.where(large, X_train.std(axis=0), 1.0)


def prepare(rows):
    return (rows - centre) / size
