"""Dropout with the rate 0; the gap closed by underfitting.

Loses: test_dropout_works_in_training, test_dropout_learnt_a_rule, test_cure_works
"""

# %% dropout-net
dropped = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dropout(0.0),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.0),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dropped_history = train(dropped)

# %% cure
cured = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
cured_history = train(cured, epochs=1)
