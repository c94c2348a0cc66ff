"""Comparisons that a value with nothing in it would pass, one in a cell, and names that the tests bind anew."""

# %% locked given
import numpy as np
import numpy.testing as npt
import pandas as pd
import pytest

X = np.array([[1.0], [2.0], [3.0], [4.0]])
y = np.array([0, 0, 1, 1])
expected = 2.5

# %% solution predict
def predict(rows):
    return (np.asarray(rows)[:, 0] > 2).astype(int)


# %% solution mean
def mean(values):
    return float(np.mean(values))


# %% solution double
def double(rows):
    return 2.0 * np.asarray(rows)[:, 0]


# %% solution counts
def counts(words):
    return {word: words.count(word) for word in words}


# %% solution line
from sklearn.linear_model import LinearRegression

line = LinearRegression().fit(X, 2 * X[:, 0])

# %% solution digits
class Digits:
    def predict(self, rows):
        return np.asarray(rows)[:, 0].astype(int)

    def score(self, rows, kinds):
        return float(np.mean(self.predict(rows) == kinds))


digits = Digits()

# %% test predict-all 1
### BEGIN HIDDEN TESTS
y = np.array([0, 0, 1, 1, 1, 0])
got = predict(np.array([[1.0], [0.5], [3.0], [9.0], [4.0], [-1.0]]))
assert len(got) == 6 and (got == y).all()
### END HIDDEN TESTS

# %% test predict-share 1
### BEGIN HIDDEN TESTS
y = np.array([0, 0, 1, 1, 1, 0])
assert np.mean(predict(np.array([[1.0], [0.5], [3.0], [9.0], [4.0], [-1.0]])) == y) > 0.9
### END HIDDEN TESTS

# %% test double-close 1
### BEGIN HIDDEN TESTS
assert np.max(np.abs(double(np.array([[5.0], [2.0], [10.0]])) - np.array([10.0, 4.0, 20.0]))) < 0.1
### END HIDDEN TESTS

# %% test double-error 1
### BEGIN HIDDEN TESTS
assert np.mean(np.abs(double(np.array([[5.0], [2.0], [10.0]])) - np.array([10.0, 4.0, 20.0]))) < 0.1
### END HIDDEN TESTS

# %% test double-zip 1
### BEGIN HIDDEN TESTS
for got, wanted in zip(double(np.array([[5.0], [2.0]])), [10.0, 4.0]):
    assert got == wanted
### END HIDDEN TESTS

# %% test mean-close 1
### BEGIN HIDDEN TESTS
expected = 3.0
assert np.allclose(mean([1.0, 5.0]), expected)
### END HIDDEN TESTS

# %% test mean-exact 1
### BEGIN HIDDEN TESTS
npt.assert_allclose(mean([1.0, 5.0]), 3.0)
### END HIDDEN TESTS

# %% test mean-mapped 1
### BEGIN HIDDEN TESTS
for got, wanted in zip(map(mean, [[1.0, 2.0], [4.0]]), [1.5, 4.0]):
    assert got == wanted
### END HIDDEN TESTS

# %% test mean-kept 2
from softmark import check, points

### BEGIN HIDDEN TESTS
answers = mean([1.0, 5.0])


@points(2)
def test_mean_that_was_kept():
    """The mean of a list."""
    assert np.allclose(answers, 3.0)


### END HIDDEN TESTS
check()

# %% test mean-kept-on 1
### BEGIN HIDDEN TESTS
assert np.allclose(answers, 3.0)
### END HIDDEN TESTS

# %% test counts-loop 1
### BEGIN HIDDEN TESTS
for word, number in counts(["a", "b", "a"]).items():
    assert number == {"a": 2, "b": 1}[word]
### END HIDDEN TESTS

# %% test line-close 1
### BEGIN HIDDEN TESTS
npt.assert_allclose(line.predict(np.array([[-1.0], [12.0]])), [-2.0, 24.0], atol=1e-6)
### END HIDDEN TESTS

# %% test line-worst 1
### BEGIN HIDDEN TESTS
if np.abs(line.predict(np.array([[-1.0], [12.0]])) - [-2.0, 24.0]).max() > 0.1:
    pytest.fail("The line is off.")
### END HIDDEN TESTS

# %% test digits-score 1
### BEGIN HIDDEN TESTS
assert digits.score(np.arange(10.0).reshape(10, 1), np.arange(10)) > 0.9
### END HIDDEN TESTS
