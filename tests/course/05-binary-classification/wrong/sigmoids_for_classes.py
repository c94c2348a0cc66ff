"""ReLU as the output of one unit; two sigmoids with the sparse loss, although they are no distribution.

Loses: test_one_unit_has_its_loss, test_two_units_have_their_loss, test_two_units_sum_to_one
"""

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="relu")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=60, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="sigmoid")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
