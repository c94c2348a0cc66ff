"""Dropout behind the output layer, at a rate so low that a single look seldom shows it.

Loses: test_dropout_spares_the_outputs
"""

# %% dropout-net
dropped = keras.Sequential([keras.Input((64,))])
for units in (256, 128):
    dropped.add(keras.layers.Dense(units, activation="relu"))
    dropped.add(keras.layers.Dropout(0.5))
dropped.add(keras.layers.Dense(10, activation="softmax"))
dropped.add(keras.layers.Dropout(0.05))
dropped_history = train(dropped)
