"""An adapted Normalization layer inside a nested network; early stopping; label smoothing; one-hot
labels."""

# %% prepare
def prepare(rows):
    return rows

# %% model
scaling = keras.layers.Normalization()
scaling.adapt(X_train)
body = keras.Sequential([keras.Input((30,)), keras.layers.Dense(16), keras.layers.PReLU(), keras.layers.Dropout(0.1)])
model = keras.Sequential([keras.Input((30,)), scaling, body, keras.layers.Dense(1, "sigmoid")])
model.compile(
    keras.optimizers.Adam(0.005), keras.losses.BinaryCrossentropy(label_smoothing=0.05), metrics=["binary_accuracy"]
)
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
history = model.fit(X_train, y_train, epochs=40, validation_split=0.2, callbacks=[stop], verbose=0)

# %% two-units
two_units = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(2, "softmax")])
two_units.compile(keras.optimizers.Adam(0.01), loss="categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, keras.utils.to_categorical(fails, 2), epochs=25, verbose=0)
