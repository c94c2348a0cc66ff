"""Builds a new network for the second training. Counts epochs from 1. Logs training losses.

Loses: test_best_epoch, test_second_fit_went_on, test_small_is_the_best_trial
"""

# %% read-curves
best_epoch = int(np.argmin(history.history["val_loss"])) + 1
gap = history.history["val_loss"][-1] - history.history["loss"][-1]
loss_change = history.history["val_loss"][-1] - min(history.history["val_loss"])
accuracy_change = history.history["val_accuracy"][-1] - history.history["val_accuracy"][best_epoch - 1]

# %% second-fit
big = build_big()
second = train(big, epochs=5)
total_epochs = 35

# %% small
trials, networks = {}, {}
for units in (64, 24, 16):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials[units] = train(networks[units]).history["loss"][-1]
small = networks[min(trials, key=trials.get)]
