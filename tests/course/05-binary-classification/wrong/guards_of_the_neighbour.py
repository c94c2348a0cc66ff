"""Another default cut; a list of lists for a matrix; specificity and recall ask for a denominator that is
not theirs; counts are checked only if all are known, and must be above 0; whole people in the expectation.

Loses: test_default_cut, test_confusion_of_six_patients, test_zero_denominators,
    test_cells_follow_from_the_counts, test_impossible_counts_raise, test_precision_falls_with_prevalence
"""

# %% to-class
def to_class(p, cut=0.6):
    return np.array([int(value >= cut) for value in p.flatten()])

# %% confusion
def confusion(y_true, y_pred):
    pairs = list(zip(y_true.tolist(), y_pred.tolist()))
    return [[pairs.count((t, p)) for p in (0, 1)] for t in (0, 1)]

# %% scores
def accuracy(m):
    return (m[0, 0] + m[1, 1]) / m.sum() if m.sum() else 0.0


def precision(m):
    return m[1, 1] / m[:, 1].sum() if m[:, 1].any() else 0.0


def recall(m):
    return m[1, 1] / m[1].sum() if m.all() or m[1, 1] else 0.0


def specificity(m):
    return m[0, 0] / m[0].sum() if m[1].any() and m[0].any() else 0.0


def f1(m):
    return 2 * m[1, 1] / (2 * m[1, 1] + m[0, 1] + m[1, 0]) if m[1, 1] else 0.0

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": tp}
    if tp is not None:
        cells["FP"] = positive - tp
        if ill is not None:
            cells["FN"] = ill - tp
            cells["TN"] = negative - cells["FN"]
            if min(cells.values()) <= 0:
                raise ValueError("each cell needs people")
    return cells

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    crowd = 100_000
    tp = round(crowd * prevalence * sensitivity)
    fp = round(crowd * (1 - prevalence) * (1 - specificity))
    return tp / (tp + fp) if tp + fp else None
