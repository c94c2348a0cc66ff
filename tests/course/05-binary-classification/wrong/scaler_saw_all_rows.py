"""Fits the scaler on all patients. `two_units` has one unit.

Loses: test_scaling_knows_training_rows_only, test_two_units_give_two_numbers, test_two_units_sum_to_one
"""

# %% prepare
from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler().fit(X)


def prepare(rows):
    return scaler.transform(rows)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
