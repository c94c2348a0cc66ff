"""Cells that the reference passes in its own kernel alone, so that their hidden parts go into the submission's."""

# %% solution tools
import json

# %% solution answer
answer = 918273

# %% solution later
later = "7316"

# %% test visible-first 1
import __main__

assert __main__.answer, "The answer is {}.".format(answer)

# %% test answer-plain 2
import __main__

assert __main__.answer
### BEGIN HIDDEN TESTS
# SECRET-comment
assert __main__.answer == 918273, "SECRET-message"
### END HIDDEN TESTS

# %% test answer-tests 2
import __main__

from softmark import check, points


@points(1)
def test_positive():
    """Your answer is above zero."""
    assert __main__.answer > 0, "Your answer is {}.".format(__main__.answer)


### BEGIN HIDDEN TESTS
@points(1)
def test_exact():
    """Your answer is the right one."""
    assert __main__.answer == 918273, "Your answer is {}, not SECRET.".format(__main__.answer)


### END HIDDEN TESTS
check()

# %% test visible-later 1
import __main__

assert __main__.later == "7316", "What came later is {}.".format(__main__.later)

# %% test outside-later 1
assert later == "7316", "What came later is {}.".format(later)
