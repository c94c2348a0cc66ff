"""Begins with everybody being benign, and stays there: the steps are so small that nothing is learnt.

Loses: test_new_malignant_tumours_are_found, test_one_unit_knows_new_machines, test_two_units_know_new_machines
"""

# %% model
rare = keras.initializers.Constant(-20.0)
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid", bias_initializer=rare),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(1e-5), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(1e-6), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(2, activation="softmax")]
)
two_units.compile(optimizer=keras.optimizers.SGD(1e-6), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
