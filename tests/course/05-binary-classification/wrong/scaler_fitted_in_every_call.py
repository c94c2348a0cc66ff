"""Fits the scaler anew on whatever rows come.

Loses: test_prepare_treats_a_patient_alone_as_in_a_group
"""

# %% prepare
from sklearn.preprocessing import StandardScaler


def prepare(rows):
    return StandardScaler().fit_transform(rows)
