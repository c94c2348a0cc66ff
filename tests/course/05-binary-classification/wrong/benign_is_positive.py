"""Trains on turned labels: 1 means benign.

Loses: test_new_malignant_tumours_are_found
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), 1 - y_train, validation_split=0.2, epochs=30, verbose=0)
