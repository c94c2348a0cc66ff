"""Shuffles the training rows without their labels. Leaves `from_logits` on behind a softmax.

Loses: test_rows_keep_their_labels, test_new_malignant_tumours_are_found, test_two_units_have_their_loss
"""

# %% split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)
X_train = np.random.default_rng(0).permutation(X_train)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="softmax")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
