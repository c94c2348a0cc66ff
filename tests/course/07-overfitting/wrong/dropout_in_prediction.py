"""Dropout that is on in prediction, too; the layer called in training mode both times; the factor upside down.

Loses: test_prediction_changes_nothing, test_factor, test_dropout_is_off_in_prediction
"""

# %% dropout-layer
layer = keras.layers.Dropout(0.5)
in_training = layer(ones, training=True)
in_prediction = layer(ones, training=True)
factor = 0.8

# %% dropout-net
inputs = keras.Input((64,))
x = keras.layers.Dense(256, activation="relu")(inputs)
x = keras.layers.Dropout(0.3)(x, training=True)
x = keras.layers.Dense(128, activation="relu")(x)
x = keras.layers.Dropout(0.5)(x, training=True)
dropped = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
dropped_history = train(dropped)
