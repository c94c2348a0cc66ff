"""Softmax ignores the temperature and changes the caller's array.
one_hot goes by the row labels of a pandas column; the report compares one-hot tables, cut at 0.5.
The copy starts from other weights, and its loss is the sparse one.

Loses: test_softmax_temperature, test_softmax_keeps_its_argument, test_one_hot_by_position, test_scores_take_argmax_of_both, test_onehot_output_fits_loss, test_onehot_has_the_same_weights, test_losses_are_the_same
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.asarray(z, dtype=float)
    z -= z.max(axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z))

# %% one-hot
def one_hot(labels, classes):
    table = np.zeros((len(labels), classes))
    for i in range(len(labels)):
        table[i, labels[i]] = 1
    return table


def scores(Y_true, P):
    from sklearn.metrics import accuracy_score, f1_score

    guess = (np.asarray(P) > 0.5).astype(int)
    return accuracy_score(Y_true, guess), f1_score(Y_true, guess, average="macro", zero_division=0)

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_test), y_test, verbose=0)[0]
