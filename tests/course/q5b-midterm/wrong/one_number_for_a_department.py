"""Departments become 0, 1, 2, 3. A split that is not stratified. Precision instead of recall. Epochs counted from 1.

Loses: test_split_is_stratified, test_prepare_gives_eight_columns, test_departments_are_coded,
    test_departments_come_from_the_training_part, test_recall_is_right, test_best_epoch
"""

# %% split
staff_train, staff_test = train_test_split(staff, test_size=0.25, random_state=3)

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    place = {name: number for number, name in enumerate(train["department"].unique(), start=1)}
    return tuple(
        ((part[names].fillna(fill) - mean) / spread).assign(department=part["department"].map(place).fillna(9))
        for part in (train, test)
    )

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in (0, 1)] for a in (0, 1)])


def recall(y_true, y_pred):
    (_, fp), (_, tp) = confusion(y_true, y_pred)
    return tp / (tp + fp) if tp + fp else 0.0


def f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion(y_true, y_pred)
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0

# %% read-curves
best_epoch = 1 + int(np.argmin(given["val_loss"]))
times_higher = given["val_loss"][-1] / min(given["val_loss"])
diagnosis = "b"
better = "c"
