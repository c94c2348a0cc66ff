"""Softmax takes the powers of the scores as they are.
one_hot gives a data frame of the classes that occur; the F1 is the weighted one.
The whole answer of evaluate is kept as the loss.
The names are sorted, the first probability is kept, the loss takes the largest one; new flowers go in unscaled.

Loses: test_softmax_large_scores, test_one_hot_shape, test_one_hot_by_position, test_scores_take_argmax_of_both, test_losses_are_numbers, test_decode_names, test_decode_probabilities, test_mean_loss_of_a_table, test_new_flowers_come_from_the_model
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    powers = np.exp(z / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z))

# %% one-hot
def one_hot(labels, classes):
    return pd.get_dummies(pd.Series(labels)).astype(int)


def scores(Y_true, P):
    from sklearn.metrics import accuracy_score, f1_score

    truth, guess = np.argmax(Y_true, axis=1), np.argmax(P, axis=1)
    return accuracy_score(truth, guess), f1_score(truth, guess, average="weighted")

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy", metrics=["accuracy"])
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)

# %% decode
def decode(P, names):
    P = np.asarray(P)
    return [sorted(names)[k] for k in P.argmax(axis=1)], P[:, 0]


def mean_loss(P, labels):
    return -np.log(np.max(P, axis=1)).mean()


P_new = model.predict(new_flowers, verbose=0)
