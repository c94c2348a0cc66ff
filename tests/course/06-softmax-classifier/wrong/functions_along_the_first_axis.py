"""Softmax works along axis 0, which is right for one row alone.
one_hot counts classes from 1; scores gives the macro F1 first.
Both losses are those of raw flowers. mean_loss is a sum, decode gives the number of the class.

Loses: test_softmax_rows, test_softmax_large_scores, test_softmax_temperature, test_one_hot_by_position, test_scores_take_argmax_of_both, test_losses_are_the_same, test_decode_names, test_mean_loss_of_a_table
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        return (z == z.max(axis=0)).astype(float)
    powers = np.exp((z - z.max(axis=0)) / temperature)
    return powers / powers.sum(axis=0)


def sigmoid(z):
    return np.array([softmax([value, 0.0])[0] for value in z])

# %% one-hot
def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels) - 1]


def scores(Y_true, P):
    from sklearn.metrics import accuracy_score, f1_score

    truth, guess = np.argmax(Y_true, axis=1), np.argmax(P, axis=1)
    return f1_score(truth, guess, average="macro"), accuracy_score(truth, guess)

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy", metrics=["accuracy"])
loss_sparse = model.evaluate(X_test, y_test, verbose=0)[0]
loss_onehot = model_onehot.evaluate(X_test, np.eye(3)[y_test], verbose=0)[0]

# %% decode
def decode(P, names):
    P = np.asarray(P)
    return P.argmax(axis=1), P.max(axis=1)


def mean_loss(P, labels):
    return -np.log(np.asarray(P)[np.arange(len(P)), labels]).sum()


P_new = model.predict(to_input(new_flowers), verbose=0)
