"""Trains the small network and the cured one on the validation rows, too, for a few epochs alone. `total_epochs` counts
the second training alone.

Loses: test_total_epochs, test_small_validation_rows_apart, test_cure_validation_rows_apart
"""

# %% second-fit
second = train(big, epochs=5)
total_epochs = 5

# %% small
X_all, y_all = np.concatenate([X_train, X_val]), np.concatenate([y_train, y_val])
trials, networks = {}, {}
for units in (16, 24, 32):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    networks[units].compile(
        optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False
    )
    run = networks[units].fit(X_all, y_all, epochs=3, batch_size=20, verbose=0)
    trials[units] = networks[units].evaluate(X_val, y_val, verbose=0)[0]
small = networks[min(trials, key=trials.get)]

# %% cure
cured = build_big()
cured.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cured_history = cured.fit(X_all, y_all, validation_data=(X_val, y_val), epochs=5, batch_size=20, verbose=0)
