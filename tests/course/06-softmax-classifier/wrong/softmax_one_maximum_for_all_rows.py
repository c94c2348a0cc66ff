"""Softmax subtracts the largest score of the whole table, so rows far below it vanish.

Loses: test_softmax_large_scores
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    powers = np.exp((z - z.max()) / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z))
