"""TensorFlow tensors in and out."""

# %% locked
import numpy as np
import tensorflow as tf

# %% solution
def squared_error(a, b):
    return tf.reduce_mean(tf.square(a - b))

# %% wrong
def squared_error(a, b):
    return tf.reduce_sum(tf.square(a - b))

# %% test
got_error = squared_error(tf.constant([1.0, 2.0]), tf.constant([3.0, 4.0]))
assert isinstance(got_error, tf.Tensor)
assert float(got_error) == 4.0
assert np.isclose(got_error.numpy(), 4.0)
