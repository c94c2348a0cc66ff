"""A second sigmoid behind the first: all outputs lie between 0.5 and 0.73, so everybody is ill.

Loses: test_new_malignant_tumours_are_found, test_one_unit_knows_new_machines
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid"),
     keras.layers.Activation("sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)

# %% one-unit
one_unit = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid"),
     keras.layers.Activation("sigmoid")]
)
one_unit.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)
