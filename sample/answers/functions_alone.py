"""The functions are right; there was no time left for the networks."""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.asarray(z, dtype=float)
    if temperature == 0:
        return (z == z.max(axis=-1, keepdims=True)).astype(float)
    z = (z - z.max(axis=-1, keepdims=True)) / temperature
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def sigmoid(z):
    return np.array([softmax([value, 0.0])[0] for value in np.ravel(z)])

# %% one-hot
def one_hot(labels, classes):
    table = np.zeros((len(labels), classes))
    table[np.arange(len(labels)), labels] = 1
    return table


def scores(Y_true, P):
    from sklearn.metrics import accuracy_score, f1_score

    truth, guess = np.argmax(Y_true, axis=1), np.argmax(P, axis=1)
    return accuracy_score(truth, guess), f1_score(truth, guess, average="macro")

# %% prepare
def prepare(images, flatten=False, normalise=False):
    result = images / 255 if normalise else images.copy()
    return result.reshape(len(images), 784) if flatten else result
