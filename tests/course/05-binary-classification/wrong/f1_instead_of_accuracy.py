"""Watches F1Score without a threshold, which takes the largest of one column, instead of an accuracy.

Loses: test_accuracy_was_watched
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=[keras.metrics.F1Score(), keras.metrics.TruePositives()])
history = model.fit(prepare(X_train), y_train[:, None].astype("float32"), validation_split=0.2, epochs=30, verbose=0)
