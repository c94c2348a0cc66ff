"""Tunes on the test part: it is what training is watched on.

Loses: test_accuracy_was_watched
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_data=(prepare(X_test), y_test), epochs=30, verbose=0)
