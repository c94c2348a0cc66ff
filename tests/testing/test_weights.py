import pytest

from softmark.testing import points, run_tests


def test_points_is_the_weight_of_the_outcome():
    """A decorated test says its weight in its outcome; others have none."""

    @points(2)
    def test_weighed():
        pass

    def test_plain():
        pass

    outcomes = run_tests([test_weighed, test_plain], {}.__getitem__, path="cell")

    assert [outcome.weight for outcome in outcomes] == [2.0, None]


@pytest.mark.parametrize("weight", [lambda: None, "2", None, True])
def test_points_without_a_number_is_a_type_error(weight):
    """``@points`` without parentheses, the likeliest slip, says how it is written."""
    with pytest.raises(TypeError, match=r"as in @points\(2\)"):
        points(weight)


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_points_must_be_positive(weight):
    """A weight that could not be shared out is refused where it is written."""
    with pytest.raises(ValueError, match="above 0"):
        points(weight)


def test_what_takes_hidden_data_is_a_secret():
    """Who says otherwise is told, where it is written."""
    with pytest.raises(ValueError, match="secret=False"):

        @points(1, secret=False)
        def test_rows(model, hidden):
            pass
