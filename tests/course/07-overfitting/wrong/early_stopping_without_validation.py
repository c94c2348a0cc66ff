"""Early stopping by a val_loss that is not there. A history of too few epochs; the forecasts are of the true class.

Loses: test_history_has_both_losses, test_big_network_has_memorised, test_both_are_wrong_once, test_bold_pays_more,
test_cure_works, test_cure_stops_at_the_best_epoch
"""

# %% big
big = build_big()
history = train(big, epochs=3)

# %% two-stories
careful = [0.7] * 9 + [0.4]
bold = [0.95] * 9 + [0.0001]

# %% cure
cured = build_big()
cured.compile(optimizer=keras.optimizers.Adam(0.007), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
early = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
cured_history = cured.fit(X_train, y_train, epochs=30, batch_size=20, callbacks=[early], verbose=0)
