"""Dropout that is on in prediction, too; the layer called in training mode both times; the factor upside down.

Loses: test_prediction_changes_nothing, test_factor, test_dropout_is_off_in_prediction
"""

# %% dropout-layer
layer = keras.layers.Dropout(0.5)
in_training = layer(ones, training=True)
in_prediction = layer(ones, training=True)
factor = 0.8

# %% dropout-net
class Dropped(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(256, activation="relu")
        self.second = keras.layers.Dense(128, activation="relu")
        self.drop = keras.layers.Dropout(0.4)
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        x = self.drop(self.first(x), training=True)
        x = self.drop(self.second(x), training=True)
        return self.out(x)


dropped = Dropped()
dropped_history = train(dropped)
