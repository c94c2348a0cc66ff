"""scores compares the one-hot table with rounded probabilities.
The copy is trained once more with the one-hot targets. mean_loss takes the logarithm of base 2.

Loses: test_scores_take_argmax_of_both, test_onehot_has_the_same_weights, test_losses_are_the_same, test_mean_loss_of_a_table
"""

# %% one-hot
def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels)]


def scores(Y_true, P):
    from sklearn.metrics import f1_score

    return np.mean(np.asarray(Y_true) == np.round(P)), f1_score(np.argmax(Y_true, 1), np.argmax(P, 1), average="macro")

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model_onehot.fit(to_input(X_train), one_hot(y_train, 3), epochs=20, verbose=0)
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)[0]

# %% decode
def decode(P, names):
    P = np.asarray(P)
    return [names[k] for k in P.argmax(axis=1)], P.max(axis=1)


def mean_loss(P, labels):
    return -np.log2(np.asarray(P)[np.arange(len(P)), labels]).mean()


P_new = model.predict(to_input(new_flowers), verbose=0)
