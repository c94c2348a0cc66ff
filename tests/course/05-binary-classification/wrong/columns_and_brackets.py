"""Keeps the column of `predict`; a library matrix that shrinks when a class is missing; brackets
forgotten; unknown cells guessed as 0; sensitivity and specificity mixed up.

Loses: test_classes_have_one_axis, test_confusion_when_a_class_is_missing, test_precision,
    test_unknown_cells_stay_none, test_impossible_counts_raise, test_precision_falls_with_prevalence
"""

# %% to-class
def to_class(p, cut=0.5):
    return (p >= cut).astype(int)

# %% confusion
from sklearn.metrics import confusion_matrix


def confusion(y_true, y_pred):
    return confusion_matrix(y_true, y_pred)

# %% scores
def share(part, whole):
    return part / whole if whole else 0.0


def accuracy(m):
    return share(m[0, 0] + m[1, 1], m.sum())


def precision(m):
    return m[1, 1] / m[1, 1] + m[0, 1] if m[1, 1] else 0.0


def recall(m):
    return share(m[1, 1], m[1, 0] + m[1, 1])


def specificity(m):
    return share(m[0, 0], m[0, 0] + m[0, 1])


def f1(m):
    return share(2 * m[1, 1], 2 * m[1, 1] + m[0, 1] + m[1, 0])

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": None}
    if tp is not None:
        missed = 0 if ill is None else ill - tp
        cells = {"TN": negative - missed, "FP": positive - tp, "FN": missed, "TP": tp}
    if any(count is not None and count < 0 for count in (positive, negative, *cells.values())):
        raise ValueError("impossible")
    return cells

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    found = prevalence * specificity
    alarms = found + (1 - prevalence) * (1 - sensitivity)
    return found / alarms if sensitivity and prevalence else None
