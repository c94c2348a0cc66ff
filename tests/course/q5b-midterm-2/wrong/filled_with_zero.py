"""Missing values become 0. The table is filled before the split. The matrix lies on its side. The best epoch is that
of the accuracy.

Loses: test_values_stay_as_they_are, test_filled_with_the_training_median, test_confusion_is_right, test_epochs_too_many
"""

# %% split
filled = parcels.fillna(parcels.median(numeric_only=True))
parcels_train, parcels_test = train_test_split(filled, test_size=0.25, stratify=parcels["late"], random_state=0)

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    carriers = sorted(train["carrier"].unique())
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(0) - mean) / spread
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for a in (0, 1)] for b in (0, 1)])


def precision(y_true, y_pred):
    found = y_true[y_pred == 1]
    return np.mean(found) if len(found) else 0.0


def f1(y_true, y_pred):
    tp = np.sum(y_true & y_pred)
    return 2 * tp / max(np.sum(y_true) + np.sum(y_pred), 1)

# %% read-curves
epochs_too_many = len(given["val_loss"]) - int(np.argmin(given["val_loss"]))
gap = given["val_loss"][-1] - given["loss"][-1]
diagnosis = "c"
helped = "a"
