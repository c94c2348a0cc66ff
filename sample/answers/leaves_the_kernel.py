"""A leftover `quit()` ends the kernel in the middle of the notebook.

What was judged before it keeps its points; the tasks after it have no answers any more.
"""

# %% scores
def ratio(part, whole):
    return float(part / whole) if whole else 0.0


def accuracy(m):
    return ratio(m[0, 0] + m[1, 1], m.sum())


def precision(m):
    return ratio(m[1, 1], m[1, 1] + m[0, 1])


def recall(m):
    return ratio(m[1, 1], m[1, 1] + m[1, 0])


def specificity(m):
    return ratio(m[0, 0], m[0, 0] + m[0, 1])


def f1(m):
    return ratio(2 * m[1, 1], 2 * m[1, 1] + m[0, 1] + m[1, 0])


quit()
