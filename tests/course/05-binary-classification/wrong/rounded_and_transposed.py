"""Rounds instead of cutting; matrix transposed; precision and recall swapped (F1 hides it); test-
positives taken for the truth.

Loses: test_cut_is_used, test_exactly_at_the_cut, test_confusion_of_six_patients,
    test_confusion_of_many_patients, test_confusion_when_a_class_is_missing, test_precision, test_recall,
    test_unknown_cells_stay_none, test_impossible_counts_raise
"""

# %% to-class
def to_class(p, cut=0.5):
    return np.round(p).astype(int).ravel()

# %% confusion
def confusion(y_true, y_pred):
    m = np.zeros((2, 2), dtype=int)
    for truth, said in zip(y_true, y_pred):
        m[said, truth] += 1
    return m

# %% scores
def share(part, whole):
    return part / whole if whole else 0.0


def accuracy(m):
    return share(m[0, 0] + m[1, 1], m.sum())


def precision(m):
    return share(m[1, 1], m[1, 0] + m[1, 1])


def recall(m):
    return share(m[1, 1], m[0, 1] + m[1, 1])


def specificity(m):
    return share(m[0, 0], m[0, 0] + m[0, 1])


def f1(m):
    return share(2 * m[1, 1], 2 * m[1, 1] + m[0, 1] + m[1, 0])

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    if tp is None:
        tp = positive
        ill = positive
    cells = {"TP": tp, "FP": positive - tp, "FN": None, "TN": None}
    if ill is not None:
        cells["FN"] = ill - tp
        cells["TN"] = negative - cells["FN"]
    if any(count is not None and count < 0 for count in (positive, negative, *cells.values())):
        raise ValueError("impossible")
    return cells
