"""The confusion matrix is counted in a loop that never ends.

It is stopped after the time that a cell has; the tasks before and after it keep their points.
"""

# %% confusion
def confusion(y_true, y_pred):
    matrix = np.zeros((2, 2), dtype=int)
    row = 0
    while row < len(y_true):
        matrix[y_true[row], y_pred[row]] += 1
    return matrix


print(confusion(np.array([0, 1, 1]), np.array([0, 1, 0])))
