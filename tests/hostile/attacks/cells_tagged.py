"""Tags the test cells so that grading would skip them, and gives them other points and flags."""

# %% change tests
{"metadata": {"tags": ["skip-execution", "remove-cell"], "nbgrader": {"points": 100, "grade": false, "solution": true}}}

# %% answer number
number = 1.0
