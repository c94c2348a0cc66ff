"""Prints the classes, returns a frame for a matrix and percentages for shares; booleans in words; impossible counts
are only printed; nan instead of None.

Loses: test_default_cut, test_classes_have_one_axis, test_classes_are_integers, test_cut_is_used,
    test_exactly_at_the_cut, test_probabilities_stay,
    test_confusion_of_six_patients, test_accuracy_of_a_hundred_patients,
    test_accuracy_of_other_matrices, test_precision, test_every_statement_is_answered, test_statements_are_right,
    test_impossible_counts_raise, test_precision_falls_with_prevalence
"""

# %% statements
statements = {"a": "False", "b": "True", "c": "False", "d": "False", "e": "True"}

# %% to-class
def to_class(p, cut=0.5):
    print((p >= cut).astype(int).ravel())

# %% confusion
import pandas as pd


def confusion(y_true, y_pred):
    counts = pd.crosstab(y_true, y_pred).reindex(index=[0, 1], columns=[0, 1], fill_value=0)
    return counts

# %% scores
def share(part, whole):
    return part / whole if whole else 0.0


def accuracy(m):
    return 100 * share(m[0, 0] + m[1, 1], m.sum())


def precision(m):
    return 100 * share(m[1, 1], m[0, 1] + m[1, 1])


def recall(m):
    return share(m[1, 1], m[1, 0] + m[1, 1])


def specificity(m):
    return share(m[0, 0], m[0, 0] + m[0, 1])


def f1(m):
    return share(2 * m[1, 1], 2 * m[1, 1] + m[0, 1] + m[1, 0])

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": tp}
    if tp is not None:
        cells["FP"] = positive - tp
        if ill is not None:
            cells["FN"] = ill - tp
            cells["TN"] = negative - cells["FN"]
    if any(count is not None and count < 0 for count in (positive, negative, ill, *cells.values())):
        print("Error: impossible counts!")
    return cells

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    alarms = prevalence * sensitivity + (1 - prevalence) * (1 - specificity)
    return float(np.divide(prevalence * sensitivity, alarms)) if alarms else np.nan
