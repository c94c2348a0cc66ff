"""Draws the two parts one after the other, so that they share patients. Repairs the model with one-hot
labels, but keeps two sigmoids.

Loses: test_no_patient_is_in_both_parts, test_two_units_sum_to_one
"""

# %% split
X_train, _, y_train, _ = train_test_split(X, y, train_size=319, stratify=y, random_state=1)
_, X_test, _, y_test = train_test_split(X, y, test_size=80, stratify=y, random_state=2)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="sigmoid")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, keras.utils.to_categorical(fails, 2), epochs=25, verbose=0)
