"""Keeps the last network, not the best. Half of the numbers are other than asked: rate 0.2, halved in prediction.

Loses: test_training_drops_and_scales, test_prediction_changes_nothing, test_factor, test_small_is_the_best_trial,
test_small_learnt_a_rule
"""

# %% small
trials = {}
for units in (32, 16, 2):
    small = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials["{} units".format(units)] = train(small).history["val_loss"][-1]

# %% dropout-layer
layer = keras.layers.Dropout(0.2)
in_training = layer(ones, training=True)
in_prediction = ones * 0.5
factor = 1 / 0.2
