"""Metrics for numbers never broadcast, and baselines are what they are called."""

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from softmark.checks import as_numbers, linear_baseline, mae, mean_baseline, mse, persistence_baseline, r2, rmse

RNG = np.random.default_rng(0)
TRUTH = RNG.normal(size=30)
SAID = TRUTH + RNG.normal(size=30) / 2
FORMS = {
    "array": np.asarray,
    "column": lambda y: y[:, None],
    "list": list,
    "series": pd.Series,
    "other index": lambda y: pd.Series(y, index=range(100, 130)),
    "frame": lambda y: pd.DataFrame({"y": y}),
    "shuffled series": lambda y: pd.Series(y).sample(frac=1, random_state=0),
}


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_of_numbers_are_the_same_numbers(form):
    """(n,), (n, 1), lists, series and frames give scikit-learn's values; rows with labels are aligned by them."""
    theirs = metrics.mean_squared_error(TRUTH, SAID)
    for truth in (pd.Series(TRUTH), TRUTH[:, None]) if form != "shuffled series" else (pd.Series(TRUTH),):
        said = FORMS[form](SAID)
        assert mse(truth, said) == pytest.approx(theirs)
        assert rmse(truth, said) == pytest.approx(theirs**0.5)
        assert mae(truth, said) == pytest.approx(metrics.mean_absolute_error(TRUTH, SAID))
        assert r2(truth, said) == pytest.approx(metrics.r2_score(TRUTH, SAID))


def test_what_cannot_be_compared():
    """Another number of rows or of outputs is refused, and never broadcast; nan is no good prediction."""
    for said in (SAID[:1], SAID[:-1], np.c_[SAID, SAID], 3.0, [], "text", np.zeros((30, 30))):
        with pytest.raises(ValueError, match=r"shape|row|needed"):
            mse(TRUTH, said)
    assert not mse(TRUTH, np.where(TRUTH > 1, np.nan, SAID)) < 100
    assert np.isnan(r2(np.ones(3), [1.0, 2.0, 3.0]))


def test_several_outputs():
    """Errors of several outputs are averaged, each explained share on its own scale."""
    truth, said = np.c_[TRUTH, 100 * TRUTH], np.c_[SAID, 100 * TRUTH]
    assert r2(truth, said) == pytest.approx(metrics.r2_score(truth, said))
    assert mae(truth, said) == pytest.approx(metrics.mean_absolute_error(truth, said))
    assert as_numbers(truth).shape == (30, 2)


def test_baselines_are_beaten_by_what_knows_more():
    """Mean, persistence and linear fit on data where each is known in closed form."""
    x = RNG.normal(size=(50, 3))
    y = x @ [1.0, -2.0, 0.5] + 4
    np.testing.assert_allclose(linear_baseline(x[:40], y[:40, None], pd.DataFrame(x[40:])), y[40:])
    np.testing.assert_allclose(mean_baseline(y[:40], x[40:]), np.full(10, y[:40].mean()))
    assert mean_baseline(np.c_[y, y], x[:7]).shape == (7, 2)
    windows = np.lib.stride_tricks.sliding_window_view(np.arange(20.0), 5)[:-1]
    np.testing.assert_allclose(persistence_baseline(windows), np.arange(4.0, 19.0))
    np.testing.assert_allclose(persistence_baseline(np.stack([windows, 0 * windows], axis=-1)), np.arange(4.0, 19.0))
