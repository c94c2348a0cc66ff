"""Takes 200 patients for training and 80 for testing, and forgets the others.

Loses: test_all_patients_are_there
"""

# %% split
X_train, X_test, y_train, y_test = train_test_split(X, y, train_size=200, test_size=80, stratify=y, random_state=1)
