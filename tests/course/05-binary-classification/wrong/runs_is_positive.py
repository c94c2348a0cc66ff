"""`one_unit` gives the probability of *runs*; `two_units` has three outputs.

Loses: test_one_unit_knows_new_machines, test_two_units_give_two_numbers
"""

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors, 1 - fails, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3, activation="softmax")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
