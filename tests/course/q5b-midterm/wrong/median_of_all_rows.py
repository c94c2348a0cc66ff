"""Missing values become the median of all rows. Some people are in both parts. The harmonic mean is an arithmetic
one. A difference instead of a quotient.

Loses: test_everybody_is_in_one_part, test_filled_with_the_training_median, test_f1_is_right, test_times_higher
"""

# %% split
staff_test = staff.groupby("left").sample(frac=0.25, random_state=1)
staff_train = staff.groupby("left").sample(frac=0.75, random_state=2)

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    departments = sorted(train["department"].unique())
    fill = pd.concat([train, test])[names].median()
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(fill) - mean) / spread
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in (0, 1)] for a in (0, 1)])


def recall(y_true, y_pred):
    (_, _), (fn, tp) = confusion(y_true, y_pred)
    return tp / (tp + fn) if tp + fn else 0.0


def f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion(y_true, y_pred)
    return (tp / max(tp + fp, 1) + tp / max(tp + fn, 1)) / 2

# %% read-curves
best_epoch = int(np.argmin(given["val_loss"]))
times_higher = given["val_loss"][-1] - min(given["val_loss"])
diagnosis = "b"
better = "c"
