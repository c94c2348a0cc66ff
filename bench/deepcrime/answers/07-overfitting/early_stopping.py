"""Stopping early, another remedy that the text names."""

# %% cure
cured = build_big()
cured.compile(optimizer=keras.optimizers.Adam(0.002), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
cured_history = cured.fit(
    X_train, y_train, epochs=60, batch_size=20, validation_data=(X_val, y_val), callbacks=[stop], verbose=0
)
