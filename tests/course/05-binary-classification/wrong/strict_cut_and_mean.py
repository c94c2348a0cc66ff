"""A strict comparison; specificity from the wrong column; F1 as the arithmetic mean; no ValueError;
precision without the prevalence.

Loses: test_exactly_at_the_cut, test_specificity, test_f1, test_impossible_counts_raise,
    test_precision_falls_with_prevalence
"""

# %% to-class
def to_class(p, cut=0.5):
    return (np.ravel(p) > cut).astype(int)

# %% scores
def share(part, whole):
    return part / whole if whole else 0.0


def accuracy(m):
    return share(m[0, 0] + m[1, 1], m.sum())


def precision(m):
    return share(m[1, 1], m[0, 1] + m[1, 1])


def recall(m):
    return share(m[1, 1], m[1, 0] + m[1, 1])


def specificity(m):
    return share(m[0, 0], m[0, 0] + m[1, 0])


def f1(m):
    return (precision(m) + recall(m)) / 2

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": tp}
    if tp is not None:
        cells["FP"] = positive - tp
        if ill is not None:
            cells["FN"] = ill - tp
            cells["TN"] = negative - ill + tp
    return cells

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    alarms = sensitivity + 1 - specificity
    return sensitivity / alarms if alarms else None
