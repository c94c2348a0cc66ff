"""The hidden layer has no activation, and no validation rows are watched.

Loses: test_hidden_layer_is_not_linear, test_accuracy_was_watched
"""

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(16, activation=None), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, epochs=30, verbose=0)
