"""Feeds the network with raw rows. `one_unit` has no activation in its hidden layer.

Loses: test_inputs_have_a_similar_range, test_one_unit_knows_new_machines
"""

# %% prepare
def prepare(rows):
    return rows

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.001), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=40, batch_size=16, verbose=0)

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation=None), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)
