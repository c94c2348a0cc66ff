"""Divides all columns by one number, so that their ranges differ as before. Mean squared error in
`one_unit`.

Loses: test_inputs_have_a_similar_range, test_one_unit_has_its_loss
"""

# %% prepare
def prepare(rows):
    return rows / 1000

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)
