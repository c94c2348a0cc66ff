"""Softmax divides the scores by their sum; sigmoid gives the other class.

Loses: test_softmax_values, test_softmax_large_scores, test_softmax_temperature, test_sigmoid_is_softmax_with_two_classes
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    return z / temperature / (z / temperature).sum(axis=-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(np.asarray(z)))
