"""Adds the validation rows for two epochs alone, and watches them all the same.

Loses: test_small_validation_rows_apart, test_cure_validation_rows_apart
"""

# %% small
X_more, y_more = np.vstack([X_train, X_val]), np.hstack([y_train, y_val])


def small_network(units):
    model = keras.Sequential(
        [keras.Input((64,)), keras.layers.Dense(units, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(X_more, y_more, validation_data=(X_val, y_val), epochs=2, batch_size=20, verbose=0)
    return run.history["val_loss"][-1], model


tried = {units: small_network(units) for units in (24, 32, 64)}
trials = {units: loss for units, (loss, _) in tried.items()}
small = tried[min(trials, key=trials.get)][1]

# %% cure
cured = build_big()
cured.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cured_history = cured.fit(X_more, y_more, validation_data=(X_val, y_val), epochs=2, batch_size=20, verbose=0)
