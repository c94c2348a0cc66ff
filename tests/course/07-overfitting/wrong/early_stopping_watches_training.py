"""Early stopping that watches the training loss. The best epoch by accuracy; the gap of that epoch; in percent.

Loses: test_best_epoch, test_gap, test_loss_change, test_accuracy_change, test_cure_works,
test_cure_stops_at_the_best_epoch
"""

# %% read-curves
logs = history.history
best_epoch = int(np.argmin(logs["accuracy"]))  # of the training rows: the very first
gap = logs["val_loss"][best_epoch] - logs["loss"][best_epoch]
loss_change = logs["val_loss"][best_epoch] - logs["val_loss"][-1]
accuracy_change = 100 * (logs["val_accuracy"][-1] - max(logs["val_accuracy"]))

# %% cure
cured = build_big()
early = keras.callbacks.EarlyStopping(monitor="loss", patience=20, restore_best_weights=True)
cured_history = train(cured, epochs=60, callbacks=[early])
