"""Draws the training patients with replacement, as for a bootstrap.

Loses: test_no_patient_is_in_both_parts
"""

# %% split
from sklearn.utils import resample

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)
X_train, y_train = resample(X_train, y_train, stratify=y_train, random_state=0)
