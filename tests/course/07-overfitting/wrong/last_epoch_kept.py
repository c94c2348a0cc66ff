"""Early stopping that keeps the weights of the last epoch, forty after the best. The right gap, typed from another run.

Loses: test_gap, test_cure_works, test_cure_stops_at_the_best_epoch
"""

# %% read-curves
best_epoch = int(np.argmin(history.history["val_loss"]))
gap = 1.2345
loss_change = history.history["val_loss"][-1] - min(history.history["val_loss"])
accuracy_change = history.history["val_accuracy"][-1] - history.history["val_accuracy"][best_epoch]

# %% cure
cured = build_big()
cured_history = train(cured, epochs=60, callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=40)])
