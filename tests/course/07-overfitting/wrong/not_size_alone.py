"""The small network has dropout, too. Two trials alone. The second training begins where it ends.

Loses: test_second_history, test_second_fit_went_on, test_three_trials, test_small_by_size_alone
"""

# %% second-fit
second = train(big, epochs=5, initial_epoch=30)
total_epochs = len(history.history["loss"]) + 5

# %% small
trials, networks = {}, {}
for units in (48, 64):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials[units] = train(networks[units]).history["val_loss"][-1]
small = networks[min(trials, key=trials.get)]
