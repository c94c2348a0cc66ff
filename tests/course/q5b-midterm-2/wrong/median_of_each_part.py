"""The test part is filled with its own median. One split with parcels drawn twice. 0 / 0. The wrong diagnosis.

Loses: test_each_parcel_is_in_one_part, test_filled_with_the_training_median, test_scores_without_a_denominator, test_diagnosis
"""

# %% split
drawn = parcels.groupby("late").sample(frac=1, replace=True, random_state=3)
parcels_train, parcels_test = train_test_split(drawn, test_size=0.25, stratify=drawn["late"], random_state=0)

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    carriers = sorted(train["carrier"].unique())
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(part[names].median()) - mean) / spread
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in (0, 1)] for a in (0, 1)])


def precision(y_true, y_pred):
    (_, fp), (_, tp) = confusion(y_true, y_pred)
    return tp / (tp + fp)


def f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion(y_true, y_pred)
    return 2 * tp / (2 * tp + fp + fn)

# %% read-curves
epochs_too_many = len(given["val_loss"]) - 1 - int(np.argmin(given["val_loss"]))
gap = given["val_loss"][-1] - given["loss"][-1]
diagnosis = "b"
helped = "a"
