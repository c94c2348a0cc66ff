"""The test part is filled with its own median. One split with people drawn twice. 0 / 0. The wrong diagnosis.

Loses: test_everybody_is_in_one_part, test_filled_with_the_training_median, test_scores_without_a_denominator, test_diagnosis
"""

# %% split
drawn = staff.groupby("left").sample(frac=1, replace=True, random_state=3)
staff_train, staff_test = train_test_split(drawn, test_size=0.25, stratify=drawn["left"], random_state=0)

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    departments = sorted(train["department"].unique())
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(part[names].median()) - mean) / spread
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in (0, 1)] for a in (0, 1)])


def recall(y_true, y_pred):
    (_, _), (fn, tp) = confusion(y_true, y_pred)
    return tp / (tp + fn)


def f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion(y_true, y_pred)
    return 2 * tp / (2 * tp + fp + fn)

# %% read-curves
best_epoch = int(np.argmin(given["val_loss"]))
times_higher = given["val_loss"][-1] / min(given["val_loss"])
diagnosis = "a"
better = "c"
