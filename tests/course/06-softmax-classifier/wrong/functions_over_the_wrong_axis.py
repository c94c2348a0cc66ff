"""Softmax divides by the sum of the whole table.
scores takes the argmax of each column.
Both losses are equal, but they are those of the training rows.
decode and mean_loss work along the wrong axis; P_new holds classes.

Loses: test_softmax_rows, test_softmax_large_scores, test_softmax_temperature, test_scores_take_argmax_of_both, test_losses_are_the_same, test_decode_small_table, test_decode_names, test_decode_probabilities, test_mean_loss_of_a_table, test_new_flowers_rows, test_new_flowers_come_from_the_model
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        return (z == z.max()).astype(float)
    powers = np.exp((z - z.max()) / temperature)
    return powers / powers.sum()


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z))

# %% one-hot
def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels)]


def scores(Y_true, P):
    from sklearn.metrics import accuracy_score, f1_score

    truth, guess = np.argmax(Y_true, axis=0), np.argmax(P, axis=0)
    return accuracy_score(truth, guess), f1_score(truth, guess, average="macro")

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy", metrics=["accuracy"])
loss_sparse = model.evaluate(to_input(X_train), y_train, verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_train), one_hot(y_train, 3), verbose=0)[0]

# %% decode
def decode(P, names):
    P = np.asarray(P)
    return [names[k % len(names)] for k in P.argmax(axis=0)], P.max(axis=0)


def mean_loss(P, labels):
    return -np.log10(np.asarray(P)[np.arange(len(P)), labels]).mean()


P_new = model.predict(to_input(new_flowers), verbose=0).argmax(axis=1)
