"""Does not stratify. Swaps the two outputs: the first is the one for *fails*.

Loses: test_split_is_stratified, test_two_units_know_new_machines
"""

# %% split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="softmax")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, 1 - fails, epochs=25, verbose=0)
