import pytest

from softmark.testing import is_stub


def only_docstring(rows):
    """What it should do."""


def passes(rows):
    # YOUR CODE HERE
    pass


def dots(rows): ...


def returns_none(rows):
    """What it should do."""
    return None  # noqa: RET501 - as a stub writes it


def raises(rows, *, scale=2):
    """What it should do."""
    raise NotImplementedError


def raises_with_words(rows):
    raise NotImplementedError("not yet")


def names_to_fill(rows):
    precision = None  # TODO
    recall = None
    return precision, recall


class Untouched:
    def fit(self, rows):
        pass

    def predict(self, rows):
        raise NotImplementedError()


@pytest.mark.parametrize(
    "value",
    [
        None,
        ...,
        only_docstring,
        passes,
        dots,
        returns_none,
        raises,
        raises_with_words,
        names_to_fill,
        Untouched,
    ],
)
def test_what_the_release_gave_is_a_stub(value):
    """Placeholders and functions that do nothing are not attempted answers."""
    assert is_stub(value)


def zero(rows):
    return 0


def identity(rows):
    return rows


def words(rows):
    return "none"


def refuses(rows):
    raise ValueError("no rows")


def prints(rows):
    print(rows)


def keeps(rows):
    kept = rows
    del kept


def yields(rows):
    yield


class Started:
    def fit(self, rows):
        self.rows = rows

    def predict(self, rows):
        pass


class TooFewRows(Exception):
    pass


@pytest.mark.parametrize(
    "value",
    [0, "", [], zero, identity, words, refuses, prints, keeps, yields, Started, TooFewRows, len, lambda x: x],
)
def test_what_does_anything_is_an_answer(value):
    """However short or wrong: it was attempted."""
    assert not is_stub(value)
