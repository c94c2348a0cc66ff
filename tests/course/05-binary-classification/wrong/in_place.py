"""Centres the given rows in place. Writes the classes over the probabilities.

Loses: test_prepare_leaves_its_rows, test_probabilities_stay
"""

# %% prepare
train_mean, train_sd = X_train.mean(axis=0), X_train.std(axis=0)


def prepare(rows):
    rows -= train_mean
    return rows / train_sd

# %% to-class
def to_class(p, cut=0.5):
    yes = p >= cut
    p[yes] = 1
    p[~yes] = 0
    return p.ravel().astype(int)
