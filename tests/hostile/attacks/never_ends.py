"""Loops for ever when it is called, and swallows every interrupt."""


# %% answer average
def average(values):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


# %% answer number
number = 1.0
