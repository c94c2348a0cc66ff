"""Takes the epoch with the lowest training loss; the gap the wrong way round; a bold forecast that is wrong twice.

Loses: test_best_epoch, test_gap, test_loss_change, test_accuracy_change, test_both_are_wrong_once
"""

# %% read-curves
best_epoch = int(np.argmin(history.history["loss"]))
gap = history.history["loss"][-1] - history.history["val_loss"][-1]
loss_change = history.history["val_loss"][-1] - history.history["val_loss"][best_epoch]
accuracy_change = history.history["val_accuracy"][-1] - history.history["val_accuracy"][best_epoch]

# %% two-stories
careful = [0.7, 0.7, 0.7, 0.7, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3]
bold = [0.95, 0.95, 0.95, 0.95, 0.001, 0.9, 0.05, 0.05, 0.05, 0.05]
