"""`one_unit` is trained on the first 60 machines, for long; `two_units` on 120 of them.

Loses: test_one_unit_learnt_from_the_machines, test_two_units_learnt_from_the_machines
"""

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors[:60], fails[:60], epochs=200, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="softmax")]
)
two_units.compile(
    optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
two_units.fit(sensors[:120], fails[:120], epochs=120, verbose=0)
