"""A sigmoid trained with the mean squared error.

Loses: test_head_and_loss_belong_together
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)
