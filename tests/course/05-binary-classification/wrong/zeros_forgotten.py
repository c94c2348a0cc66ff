"""Booleans instead of integers; 0 / 0 gives nan; `if tp` takes 0 for unknown; precision without positive
tests is an error; nobody asks whether `ill` is below 0.

Loses: test_classes_are_integers, test_zero_denominators, test_cells_follow_from_the_counts,
    test_impossible_counts_raise, test_precision_falls_with_prevalence
"""

# %% to-class
def to_class(p, cut=0.5):
    return np.ravel(p) >= cut

# %% scores
def accuracy(m):
    return (m[0, 0] + m[1, 1]) / m.sum()


def precision(m):
    return m[1, 1] / (m[1, 1] + m[0, 1])


def recall(m):
    return m[1, 1] / (m[1, 1] + m[1, 0])


def specificity(m):
    return m[0, 0] / (m[0, 0] + m[0, 1])


def f1(m):
    p, r = precision(m), recall(m)
    return 2 * p * r / (p + r)

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": None}
    if tp:
        cells["TP"] = tp
        cells["FP"] = positive - tp
        if ill:
            cells["FN"] = ill - tp
            cells["TN"] = negative - cells["FN"]
    if any(count is not None and count < 0 for count in (positive, negative, *cells.values())):
        raise ValueError("impossible")
    return cells

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    tp = prevalence * sensitivity
    fp = (1 - prevalence) * (1 - specificity)
    return tp / (tp + fp)
