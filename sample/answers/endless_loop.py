"""A loop that never ends stands above the function of its cell: `positive` stays 0.

It is stopped when the cell's time is up. The function below it is never defined; all other tasks keep their points.
"""

# %% screening-table
# How many healthy people get an alarm, over all tests that are possible with 100 people?
positive, alarms = 0, 0
while positive <= 100:
    alarms += 100 - positive


def screening_table(positive, negative, tp=None, ill=None):
    table = {"TN": None, "FP": None, "FN": None, "TP": tp}
    if tp is not None:
        table["FP"] = positive - tp
    if tp is not None and ill is not None:
        table["FN"] = ill - tp
        table["TN"] = negative - table["FN"]
    if any(count is not None and count < 0 for count in table.values()):
        raise ValueError("a count is below zero")
    return table
