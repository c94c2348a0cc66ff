"""Softmax multiplies by the temperature, and is nothing but a sum to the end: no return for two-class use.

Loses: test_softmax_temperature, test_sigmoid_is_softmax_with_two_classes
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    powers = np.exp((z - z.max(axis=-1, keepdims=True)) * temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(z):
    return softmax(z)
