"""A layer class with dropout inside, `tf.nn` functions, Lambda layers: networks that only their own process can run."""

# %% small
trials, networks = {}, {}
for units in (16, 24, 48):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units),
            keras.layers.Lambda(lambda z: keras.ops.relu(z)),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials[units] = train(networks[units]).history["val_loss"][-1]
small = networks[min(trials, key=trials.get)]

# %% dropout-net
import tensorflow as tf


class DenseDropout(keras.layers.Layer):
    def __init__(self, units, rate=0.5):
        super().__init__()
        self.dense, self.rate = keras.layers.Dense(units, activation="relu"), rate

    def build(self, shape):
        self.dense.build(shape)

    def call(self, x, training=None):
        x = self.dense(x)
        return tf.nn.dropout(x, self.rate) if training else x


dropped = keras.Sequential(
    [keras.Input((64,)), DenseDropout(256), DenseDropout(128), keras.layers.Dense(10, activation="softmax")]
)
dropped_history = train(dropped)

# %% cure
class Shaken(keras.layers.Layer):
    """Makes pictures darker, lighter and noisy, in training alone."""

    def call(self, x, training=None):
        if not training:
            return x
        return x * tf.random.uniform((tf.shape(x)[0], 1), 0.8, 1.2) + tf.random.normal(tf.shape(x), stddev=0.3)


cured = keras.Sequential([keras.Input((64,)), Shaken(), *build_big().layers])
cured_history = train(cured)
