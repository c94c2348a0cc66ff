"""Softmax over a single unit: the output is always 1.

Loses: test_head_and_loss_belong_together, test_new_malignant_tumours_are_found
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="softmax")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)
