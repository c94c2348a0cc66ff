"""Softmax divides the scores by the temperature, but subtracts their maximum from before; sigmoid overflows.
LabelBinarizer gives a single column for two classes; F1 is made of the mean precision and the mean recall.
mean_loss is the mean over all entries of the table; P_new is a one-hot table of the right answers.

Loses: test_softmax_large_scores, test_sigmoid_is_softmax_with_two_classes, test_one_hot_by_position, test_scores_take_argmax_of_both, test_mean_loss_of_a_table, test_new_flowers_come_from_the_model
"""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype=float)
    if temperature == 0:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    powers = np.exp(z / temperature - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.exp(z) / (np.exp(z) + 1)

# %% one-hot
from sklearn.metrics import precision_score, recall_score
from sklearn.preprocessing import LabelBinarizer


def one_hot(labels, classes):
    return LabelBinarizer().fit(range(classes)).transform(np.asarray(labels))


def scores(Y_true, P):
    truth, guess = np.argmax(Y_true, axis=1), np.argmax(P, axis=1)
    precision, recall = (measure(truth, guess, average="macro") for measure in (precision_score, recall_score))
    return np.mean(truth == guess), 2 * precision * recall / (precision + recall)

# %% decode
def decode(P, names):
    P = np.asarray(P)
    return [names[k] for k in P.argmax(axis=1)], P.max(axis=1)


def mean_loss(P, labels):
    return -np.mean(one_hot(labels, np.shape(P)[1]) * np.log(P))


P_new = np.eye(3)[[1, 0, 2, 0, 1]]
