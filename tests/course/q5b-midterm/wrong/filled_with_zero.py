"""Missing values become 0. The table is filled before the split. The matrix lies on its side. The best epoch is that
of the accuracy.

Loses: test_values_stay_as_they_are, test_filled_with_the_training_median, test_confusion_is_right, test_best_epoch
"""

# %% split
filled = staff.fillna(staff.median(numeric_only=True))
staff_train, staff_test = train_test_split(filled, test_size=0.25, stratify=staff["left"], random_state=0)

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    departments = sorted(train["department"].unique())
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(0) - mean) / spread
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for a in (0, 1)] for b in (0, 1)])


def recall(y_true, y_pred):
    found = y_pred[y_true == 1]
    return np.mean(found) if len(found) else 0.0


def f1(y_true, y_pred):
    tp = np.sum(y_true & y_pred)
    return 2 * tp / max(np.sum(y_true) + np.sum(y_pred), 1)

# %% read-curves
best_epoch = int(np.argmax(given["val_accuracy"]))
times_higher = given["val_loss"][-1] / min(given["val_loss"])
diagnosis = "b"
better = "c"
