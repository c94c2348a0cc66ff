"""A penalty on large weights, one of the remedies that the text names."""

# %% cure
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01)),
        keras.layers.Dense(128, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01)),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cured_history = cured.fit(X_train, y_train, epochs=30, batch_size=20, validation_data=(X_val, y_val), verbose=0)
