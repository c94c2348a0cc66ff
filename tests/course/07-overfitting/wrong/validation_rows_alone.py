"""Trains on the validation rows and nothing else. The first network is trained with the true digits.

Loses: test_big_network_has_memorised, test_second_fit_went_on, test_cure_validation_rows_apart
"""

# %% big
big = build_big()
big.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = big.fit(
    X_train, digits.target[train_rows], validation_data=(X_val, y_val), epochs=30, batch_size=20, verbose=0
)

# %% cure
cured = build_big()
cured.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
cured_history = cured.fit(X_val, y_val, epochs=15, batch_size=20, verbose=0)
