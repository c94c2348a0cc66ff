"""Logistic regression: no hidden layer at all. `two_units` has hidden layers, but all of them are linear.

Loses: test_hidden_layer_is_not_linear, test_two_units_know_new_machines
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")]
)
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
