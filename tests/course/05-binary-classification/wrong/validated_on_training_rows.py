"""Watches the accuracy on rows that the network learns from.

Loses: test_accuracy_was_watched
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
inputs = prepare(X_train)
history = model.fit(inputs, y_train, validation_data=(inputs[:80], y_train[:80]), epochs=30, verbose=0)
