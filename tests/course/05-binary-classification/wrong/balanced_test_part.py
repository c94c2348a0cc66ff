"""As many malignant as benign patients in the test part.

Loses: test_split_is_stratified
"""

# %% split
rng = np.random.default_rng(0)
test = np.concatenate([rng.permutation(np.flatnonzero(y == label))[:40] for label in (0, 1)])
train = np.setdiff1d(np.arange(len(X)), test)
X_train, X_test, y_train, y_test = X[train], X[test], y[train], y[test]
