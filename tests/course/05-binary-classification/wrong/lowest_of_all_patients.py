"""The smallest values are those of all patients, the largest those of the training part.

Loses: test_scaling_knows_training_rows_only
"""

# %% prepare
lowest, highest = X.min(axis=0), X_train.max(axis=0)


def prepare(rows):
    return (rows - lowest) / (highest - lowest)
