"""A Normalization inside a nested network, adapted on all patients.

Loses: test_scaling_knows_training_rows_only
"""

# %% prepare
def prepare(rows):
    return rows

# %% model
scaling = keras.layers.Normalization()
scaling.adapt(X)
front = keras.Sequential([keras.Input((30,)), scaling], name="front")
inputs = keras.Input((30,))
hidden = keras.layers.Dense(16, activation="relu")(front(inputs))
model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(hidden))
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)
