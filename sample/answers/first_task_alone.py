"""The big network is trained and its curves are read; the cures are still to come."""

# %% big
big = build_big()
history = train(big)

# %% read-curves
curves = history.history
best_epoch = int(np.argmin(curves["val_loss"]))
gap = curves["val_loss"][-1] - curves["loss"][-1]
loss_change = curves["val_loss"][-1] - curves["val_loss"][best_epoch]
accuracy_change = curves["val_accuracy"][-1] - curves["val_accuracy"][best_epoch]

# %% two-stories
careful = [0.7, 0.7, 0.7, 0.7, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3]
bold = [0.99, 0.99, 0.99, 0.99, 0.001, 0.01, 0.01, 0.01, 0.01, 0.01]
