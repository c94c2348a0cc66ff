"""Missing values become the median of all rows. Some parcels are in both parts. The harmonic mean is an arithmetic
one. The gap to the lowest loss instead of the training loss.

Loses: test_each_parcel_is_in_one_part, test_filled_with_the_training_median, test_f1_is_right, test_gap
"""

# %% split
parcels_test = parcels.groupby("late").sample(frac=0.25, random_state=1)
parcels_train = parcels.groupby("late").sample(frac=0.75, random_state=2)

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    carriers = sorted(train["carrier"].unique())
    fill = pd.concat([train, test])[names].median()
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(fill) - mean) / spread
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in (0, 1)] for a in (0, 1)])


def precision(y_true, y_pred):
    (_, fp), (_, tp) = confusion(y_true, y_pred)
    return tp / (tp + fp) if tp + fp else 0.0


def f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion(y_true, y_pred)
    return (tp / max(tp + fp, 1) + tp / max(tp + fn, 1)) / 2

# %% read-curves
epochs_too_many = len(given["val_loss"]) - 1 - int(np.argmin(given["val_loss"]))
gap = given["val_loss"][-1] - min(given["val_loss"])
diagnosis = "c"
helped = "a"
