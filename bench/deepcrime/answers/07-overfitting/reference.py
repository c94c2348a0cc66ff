"""The reference, with the given function `train` written out, as the text allows."""

# %% big
big = build_big()
big.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = big.fit(X_train, y_train, epochs=30, batch_size=20, validation_data=(X_val, y_val), verbose=0)

# %% small
trials, networks = {}, {}
for units in (64, 24, 8):
    network = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    network.fit(X_train, y_train, epochs=30, batch_size=20, validation_data=(X_val, y_val), verbose=0)
    trials[units] = network.evaluate(X_val, y_val, verbose=0, return_dict=True)["loss"]
    networks[units] = network
small = networks[min(trials, key=trials.get)]

# %% dropout-net
dropped = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dropped.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
dropped_history = dropped.fit(X_train, y_train, epochs=30, batch_size=20, validation_data=(X_val, y_val), verbose=0)

# %% cure
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.GaussianNoise(0.3),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cured_history = cured.fit(X_train, y_train, epochs=30, batch_size=20, validation_data=(X_val, y_val), verbose=0)
