"""Takes 0 for "not given": the cut, the people who are ill, a precision of 0.

Loses: test_cut_is_used, test_cells_follow_from_the_counts, test_precision_falls_with_prevalence
"""

# %% to-class
def to_class(p, cut=None):
    cut = cut or 0.5
    return np.where(p.reshape(-1) >= cut, 1, 0)

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    cells = {"TN": None, "FP": None, "FN": None, "TP": tp}
    if tp is not None:
        cells["FP"] = positive - tp
    if tp is not None and ill:
        cells["FN"] = ill - tp
        cells["TN"] = negative - cells["FN"]
    if any(count is not None and count < 0 for count in (positive, negative, ill, *cells.values())):
        raise ValueError("impossible")
    return cells

# %% expected-precision
def expected_precision(prevalence, sensitivity, specificity):
    found = prevalence * sensitivity
    alarms = found + (1 - prevalence) * (1 - specificity)
    return (found / alarms or None) if alarms else None
