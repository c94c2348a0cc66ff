"""The department stays a word. A squared error for ten classes. A test part of more than half.

Loses: test_split_has_two_frames, test_prepare_gives_eight_columns, test_nothing_is_missing,
    test_filled_with_the_training_median, test_departments_are_coded, test_departments_come_from_the_training_part,
    test_numbers_are_scaled, test_nothing_is_measured_on_the_test_part, test_digit_output_fits_loss
"""

# %% split
staff_train, staff_test = train_test_split(staff, test_size=0.6, stratify=staff["left"], random_state=0)

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    return tuple(((part[names].fillna(fill) - mean) / spread).assign(department=part["department"]) for part in (train, test))

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile("adam", "mse")
digit_net.fit(to_input(pictures_train), np.eye(10)[labels_train], epochs=20, verbose=0)
read_digits = digit_net.predict(to_input(pictures_test), verbose=0).argmax(axis=1)
