"""Splits X and y one after the other, with different seeds.

Loses: test_rows_keep_their_labels, test_new_malignant_tumours_are_found
"""

# %% split
X_train, X_test = train_test_split(X, test_size=0.2, stratify=y, random_state=1)
y_train, y_test = train_test_split(y, test_size=0.2, stratify=y, random_state=2)
