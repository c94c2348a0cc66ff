"""Fits the scaler on the test part. `one_unit` has two units with softmax.

Loses: test_scaling_knows_training_rows_only, test_one_unit_gives_one_number, test_one_unit_has_its_loss
"""

# %% prepare
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(X_test)


def prepare(rows):
    return scaler.transform(rows)

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="softmax")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)
