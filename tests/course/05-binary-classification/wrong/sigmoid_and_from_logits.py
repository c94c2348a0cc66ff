"""A sigmoid and `from_logits=True`, twice; plain numbers, compiled in the end with a loss
that expects probabilities.

Loses: test_head_and_loss_belong_together, test_one_unit_has_its_loss, test_two_units_have_their_loss,
    test_two_units_sum_to_one
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2)]
)
two_units.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
two_units.fit(sensors, fails, epochs=25, verbose=0)
two_units.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
