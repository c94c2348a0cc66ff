"""Softmax subtracts the smallest score, and its temperature 0 works for tables alone; sigmoid needs an array.
The robust scaler has seen all flowers. The probabilities of the new flowers went through softmax once more.

Loses: test_softmax_large_scores, test_softmax_temperature, test_sigmoid_is_softmax_with_two_classes, test_iris_scaling_is_learnt_once, test_new_flowers_come_from_the_model
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        out = np.zeros(z.shape)
        out[np.arange(len(z)), z.argmax(axis=1)] = 1
        return out
    powers = np.exp((z - z.min(axis=-1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))

# %% iris-net
from sklearn.preprocessing import RobustScaler

scaler = RobustScaler().fit(X)


def to_input(rows):
    return scaler.transform(rows)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(3, "softmax")])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=40, batch_size=16, verbose=0)

# %% decode
def decode(P, names):
    P = np.asarray(P)
    return [names[k] for k in P.argmax(axis=1)], P.max(axis=1)


def mean_loss(P, labels):
    P = np.asarray(P)
    return -np.log(P[np.arange(len(P)), labels]).mean()


P_new = softmax(model.predict(to_input(new_flowers), verbose=0))
