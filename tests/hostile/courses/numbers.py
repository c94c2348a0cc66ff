"""Functions, a variable and an object, on plain assert cells and on pytest-style ones. Every text below a line of
hidden tests, and every number in SECRETS of the test module, is hidden from students."""

# %% locked given
import math

import numpy as np

rows = np.array([[0.0, 0.0], [1.0, 1.0], [8.0, 8.0], [9.0, 9.0]])
kinds = np.array([0, 0, 1, 1])


def near(got, wanted):
    return abs(got - wanted) < 1e-6


# %% open notes
import statistics

# %% solution tools
import numpy.testing as npt


# %% solution average
def average(values):
    return sum(values) / len(values)


# %% solution number
number = 7316.0625


# %% solution f1
def f1(truth, said):
    hits = np.sum((truth == 1) & (said == 1))
    return 2 * hits / (np.sum(truth == 1) + np.sum(said == 1))


# %% solution nearest
class Nearest:
    def fit(self, rows, kinds):
        self.centres = np.array([rows[kinds == kind].mean(axis=0) for kind in (0, 1)])
        return self

    def predict(self, rows):
        return np.linalg.norm(rows[:, None] - self.centres, axis=2).argmin(axis=1)

    def score(self, rows, kinds):
        return np.mean(self.predict(rows) == kinds)


nearest = Nearest().fit(rows, kinds)

# %% test average-plain 2
assert near(average([1, 2, 6]), 3), "The average of 1, 2, 6 is something else."
### BEGIN HIDDEN TESTS
# SECRET-comment
assert near(average([918273.0, 1.0]), 459137.0), "SECRET-message"
assert len({average([1.0, 5.0]), average([918273.0, 1.0])}) == 2
values = [918273.0, 1.0, 4.0]
assert average(values) == statistics.mean(values)
### END HIDDEN TESTS

# %% test average-partial 3
earned = 0
### BEGIN HIDDEN TESTS
for values, wanted in [([918273.0, 1.0], 459137.0), ([-4.0], -4.0), ([0.5, 0.25], 0.375)]:
    earned += 1 if near(average(values), wanted) else 0
### END HIDDEN TESTS
earned

# %% test average-last 2
### BEGIN HIDDEN TESTS
average([918273.0, -918269.0])
### END HIDDEN TESTS

# %% test average-tests 4
import pytest

from softmark import check, points


@points(1)
def test_small(average):
    """The average of two small numbers."""
    got = average([2, 5])
    assert got == pytest.approx(3.5), "Your average of 2 and 5 is {}.".format(got)


### BEGIN HIDDEN TESTS
@points(1)
def test_large(average):
    """The average of large numbers."""
    got = average([918273.0, 1.0])
    assert got == pytest.approx(459137.0), "Your average of large numbers is {}.".format(got)


@points(1)
def test_bounds(average):
    """The average lies between the smallest and the largest value."""
    values = [918273.0, 1.0]
    got = average(values)
    assert 459136 < got < 459138, f"Your average is {got}, and that is too small or too large."


@points(1)
def test_drawn(average):
    """The average of numbers that are drawn anew."""
    np.random.seed(918273)
    average([0.0])
    values = np.random.rand(5)
    assert average(values) == pytest.approx(values.mean()), "Your average of random numbers is wrong."


### END HIDDEN TESTS
check()

# %% test number-plain 1
assert number is not None, "Set number."
### BEGIN HIDDEN TESTS
assert near(number, 7316.0625), "SECRET-message"
assert round(number, 4) == 7316.0625
assert isinstance(number, float)
### END HIDDEN TESTS


# %% test number-tests 2
### BEGIN HIDDEN TESTS
@points(1)
def test_value(number):
    """The number is right."""
    assert number == pytest.approx(7316.0625), "Your number is {}.".format(number)


@points(1)
def test_range(number):
    """The number is in range."""
    assert 7316 < number < 7317, "Your number {!r} is out of range.".format(number)


### END HIDDEN TESTS
check()

# %% test f1-plain 2
assert near(f1(np.array([1, 1, 0]), np.array([1, 0, 0])), 2 / 3)
### BEGIN HIDDEN TESTS
truth, said = np.array([1, 1, 1, 0, 1, 0]), np.array([1, 0, 1, 1, 1, 0])
npt.assert_allclose(f1(truth, said), 0.75, err_msg="SECRET-message")
assert math.isclose(f1(truth, said), 0.75)
### END HIDDEN TESTS


# %% test f1-tests 2
@points(1)
def test_perfect(f1):
    """A perfect answer."""
    truth = np.array([1, 0, 1])
    assert np.isclose(f1(truth, truth), 1) and not np.isclose(f1(truth, 1 - truth), 1), "It should be 1, then less."


### BEGIN HIDDEN TESTS
@points(1)
def test_others(f1):
    """Other answers."""
    truth, said = np.array([1, 1, 1, 0, 1, 0]), np.array([1, 0, 1, 1, 1, 0])
    before = truth.copy()
    assert np.allclose(f1(truth, said), 0.75), "Look at the rows that nobody found."
    assert (truth == before).all(), "Do not change the labels."


### END HIDDEN TESTS
check()

# %% test nearest-plain 2
assert nearest.score(rows, kinds) == 1
### BEGIN HIDDEN TESTS
far = np.array([[-1.0, 0.5], [12.0, 7.5], [564738.0, 1.0], [0.25, 0.5]])
assert nearest.score(far, np.array([0, 1, 1, 0])) > 0.9, "SECRET-message"
assert list(nearest.predict(far)) == [0, 1, 1, 0]
### END HIDDEN TESTS


# %% test nearest-tests 2
@points(1)
def test_seen(nearest, rows, kinds):
    """The rows that it was fitted on."""
    assert (nearest.predict(rows) == kinds).all(), "It should know the rows that it has seen."


### BEGIN HIDDEN TESTS
@points(1)
def test_unseen(nearest, hidden):
    """Rows that it has not seen."""
    unseen = hidden("unseen.npz")
    assert "SECRET" in hidden("note.txt")
    said = nearest.predict(unseen["rows"])
    assert np.mean(said == unseen["kinds"]) > 0.9, "Only part of the rows is right: {}.".format(said)


### END HIDDEN TESTS
check()

# %% test average-again 1
assert average([4, 4]) == 4, "Your average of 4 and 4 is {}.".format(average([4, 4]))
