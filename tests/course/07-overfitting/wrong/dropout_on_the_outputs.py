"""Dropout on the logits, behind the last dense layer. Dropout without scaling.

Loses: test_training_drops_and_scales, test_dropout_spares_the_outputs
"""

# %% dropout-layer
in_training = ones * (np.random.default_rng(0).random(ones.shape) < 0.5)
in_prediction = keras.layers.Dropout(0.5)(ones)
factor = 1.25

# %% dropout-net
dropped = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10),
        keras.layers.Dropout(0.3),
        keras.layers.Softmax(),
    ]
)
dropped_history = train(dropped)
