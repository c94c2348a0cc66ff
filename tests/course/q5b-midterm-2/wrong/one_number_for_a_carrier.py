"""Carriers become 0, 1, 2, 3. A split that is not stratified. Recall instead of precision. The best epoch itself
instead of what came after it.

Loses: test_split_is_stratified, test_tables_have_eight_columns, test_carriers_are_coded,
    test_carriers_come_from_the_training_part, test_precision_is_right, test_epochs_too_many
"""

# %% split
parcels_train, parcels_test = train_test_split(parcels, test_size=0.25, random_state=4)

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    place = {name: number for number, name in enumerate(train["carrier"].unique(), start=1)}
    return tuple(
        ((part[names].fillna(fill) - mean) / spread).assign(carrier=part["carrier"].map(place).fillna(9))
        for part in (train, test)
    )

# %% scores
def confusion(y_true, y_pred):
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in (0, 1)] for a in (0, 1)])


def precision(y_true, y_pred):
    (_, _), (fn, tp) = confusion(y_true, y_pred)
    return tp / (tp + fn) if tp + fn else 0.0


def f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion(y_true, y_pred)
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0

# %% read-curves
epochs_too_many = int(np.argmin(given["val_loss"]))
gap = given["val_loss"][-1] - given["loss"][-1]
diagnosis = "c"
helped = "a"
