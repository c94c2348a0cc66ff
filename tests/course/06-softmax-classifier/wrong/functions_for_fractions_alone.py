"""Softmax writes into an array of the scores' own type, so of whole numbers 0 is left; it subtracts the mean.
Each flower is scaled by its own mean and spread.

Loses: test_softmax_values, test_softmax_rows, test_softmax_large_scores, test_iris_scaling_is_learnt_once
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z)
    out = np.zeros_like(z)
    if temperature == 0:
        out[...] = z == z.max(axis=-1, keepdims=True)
        return out
    powers = np.exp((z - z.mean(axis=-1, keepdims=True)) / temperature)
    out[...] = powers / powers.sum(axis=-1, keepdims=True)
    return out


def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z)))

# %% iris-net
def to_input(rows):
    rows = np.asarray(rows)
    return (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(3, "softmax")])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=80, batch_size=16, verbose=0)
