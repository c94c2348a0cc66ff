"""Trains one network on and on: the log's trials are of the same weights, which memorise in the end. Two forecasts in
percent.

Loses: test_ten_probabilities, test_both_are_wrong_once, test_bold_pays_more, test_small_is_the_best_trial,
test_small_learnt_a_rule
"""

# %% two-stories
careful = [70, 70, 70, 70, 40, 30, 30, 30, 30, 30]
bold = [95, 95, 95, 95, 1, 5, 5, 5, 5, 5]

# %% small
small = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(200, activation="relu"),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
trials = {epochs: train(small, epochs=epochs).history["val_loss"][-1] for epochs in (5, 30, 31)}
