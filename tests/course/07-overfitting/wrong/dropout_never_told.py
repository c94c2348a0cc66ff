"""A class of the student's own whose `call` has no argument `training`: in `fit` its layers never drop a unit.

Loses: test_dropout_learnt_a_rule
"""

# %% dropout-net
class Dropped(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(256, activation="relu")
        self.second = keras.layers.Dense(128, activation="relu")
        self.drop = keras.layers.Dropout(0.5)
        self.out = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        x = self.drop(self.first(x))
        x = self.drop(self.second(x))
        return self.out(x)


keras.utils.set_random_seed(0)  # one of some fifty such networks comes near the goal by luck
dropped = Dropped()
dropped_history = train(dropped)
