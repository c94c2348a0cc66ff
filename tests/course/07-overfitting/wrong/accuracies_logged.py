"""Logs accuracies instead of losses, and keeps the network with the lowest.

Loses: test_small_is_the_best_trial, test_small_learnt_a_rule
"""

# %% small
trials, networks = {}, {}
for units in (64, 24, 2):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials[units] = train(networks[units]).history["val_accuracy"][-1]
small = networks[min(trials, key=trials.get)]
