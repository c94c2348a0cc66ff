"""`squeeze` leaves no axis where there is one patient; a tolerance at the cut;
A matrix that counts on from call to call; accuracy per 100 patients; macro F1.

Loses: test_classes_have_one_axis, test_exactly_at_the_cut, test_confusion_of_many_patients,
    test_confusion_when_a_class_is_missing, test_accuracy_of_other_matrices, test_f1
"""

# %% to-class
def to_class(p, cut=0.5):
    return ((p > cut) | np.isclose(p, cut)).squeeze().astype(int)

# %% confusion
def confusion(y_true, y_pred, m=np.zeros((2, 2), dtype=int)):
    for truth, said in zip(y_true, y_pred):
        m[truth, said] += 1
    return m

# %% scores
def share(part, whole):
    return part / whole if whole else 0.0


def accuracy(m):
    return share(m[0, 0] + m[1, 1], 100)


def precision(m):
    return share(m[1, 1], m[0, 1] + m[1, 1])


def recall(m):
    return share(m[1, 1], m[1, 0] + m[1, 1])


def specificity(m):
    return share(m[0, 0], m[0, 0] + m[0, 1])


def f1(m):
    of_ill = share(2 * m[1, 1], 2 * m[1, 1] + m[0, 1] + m[1, 0])
    of_healthy = share(2 * m[0, 0], 2 * m[0, 0] + m[0, 1] + m[1, 0])
    return (of_ill + of_healthy) / 2 if of_ill else 0.0
