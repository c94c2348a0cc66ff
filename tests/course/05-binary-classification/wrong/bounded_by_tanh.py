"""A last layer with tanh, cut at 0, and the squared hinge with labels -1 and 1.

Loses: test_head_and_loss_belong_together
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="tanh")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="squared_hinge", metrics=[keras.metrics.BinaryAccuracy(threshold=0)])
history = model.fit(prepare(X_train), 2 * y_train - 1, validation_split=0.2, epochs=30, verbose=0)
