"""Two linear units and the squared error; one unit with the mean absolute error, which does not find the border.

Loses: test_one_unit_has_its_loss, test_one_unit_knows_new_machines, test_two_units_have_their_loss,
    test_two_units_sum_to_one
"""

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="mae", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2)]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["accuracy"])
two_units.fit(sensors, keras.utils.to_categorical(fails, 2), epochs=25, verbose=0)
