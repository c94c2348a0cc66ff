"""The carrier stays a word. A squared error for six classes. A test part of more than half.

Loses: test_split_has_two_frames, test_tables_have_eight_columns, test_nothing_is_missing,
    test_filled_with_the_training_median, test_carriers_are_coded, test_carriers_come_from_the_training_part,
    test_numbers_are_scaled, test_nothing_is_measured_on_the_test_part, test_digit_output_fits_loss
"""

# %% split
parcels_train, parcels_test = train_test_split(parcels, test_size=0.6, stratify=parcels["late"], random_state=0)

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    return tuple(((part[names].fillna(fill) - mean) / spread).assign(carrier=part["carrier"]) for part in (train, test))

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="relu"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
reader.compile("adam", "mse")
reader.fit(to_rows(pictures_train), np.eye(6)[labels_train], epochs=20, verbose=0)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)
