"""Learning curves: what is drawn, and what is said of them."""

import base64
import math

import pytest

from softmark.model import FitRecord
from softmark.pages.curves import describe, draw_curves


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.7, 0.4, 0.2, 0.1), "falls from 0.7 to 0.1"),
        ((0.5, 0.7, 0.9), "rises from 0.5 to 0.9"),
        ((0.7, 0.3, 0.2, 0.35, 0.5), "falls from 0.7 to 0.2 at epoch 3, then rises to 0.5"),
        ((0.5, 0.9, 0.8, 0.6), "rises from 0.5 to 0.9 at epoch 2, then falls to 0.6"),
        ((0.7, 0.41, 0.4, 0.405), "falls from 0.7 to 0.405"),
        ((0.693, 0.693, 0.692), "stays near 0.692"),
        ((0.5,), "is 0.5 after one epoch"),
        ((0.7, 0.5, math.nan, math.nan), "falls from 0.7 to 0.5, and is no longer a number at epoch 3"),
        ((math.inf, math.nan), "is never a number"),
    ],
)
def test_a_curve_is_told_in_words(values, expected):
    """Who can't see the picture reads where the curve starts, bends and ends; noise is no bend."""
    assert describe(values) == expected


def test_each_metric_is_drawn_once_with_its_validation_twin():
    """The loss comes first; pictures are PNGs for light and for dark pages, and differ."""
    record = FitRecord("net", "m", {"accuracy": (0.5, 0.7), "val_loss": (0.6, 0.5), "loss": (0.7, 0.4)})
    loss, accuracy = draw_curves(record)
    assert (loss.metric, loss.validated) == ("loss", True)
    assert (accuracy.metric, accuracy.validated) == ("accuracy", False)
    assert loss.words == (
        "On the training data it falls from 0.7 to 0.4. On the validation data it falls from 0.6 to 0.5."
    )
    assert loss.light != loss.dark
    for uri in (loss.light, loss.dark):
        assert base64.b64decode(uri.removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")


def test_odd_histories_are_drawn_as_far_as_they_go():
    """A student's code may record anything under any name; nothing raises, nothing is written outside the bounds."""
    history = {
        "$\\frac{1}{0}$ <b>\u202e손실" + "x" * 100: (1e308, -1e308, 2.0, 1.0),
        "loss": ("a", None, True, 0.5, [1]),
        "text": "no numbers",
        "empty": (),
        "long": tuple(i / 1e5 for i in range(200_000)),
        "val_only": (0.1, 0.2),
    }
    curves = draw_curves(FitRecord("", "", history))
    assert [curve.metric[:4] for curve in curves] == ["loss", "$\\fr", "long"]
    assert all(len(curve.metric) <= 40 and "\u202e" not in curve.metric for curve in curves)


def test_a_run_without_numbers_has_no_curves():
    """No epoch, no picture."""
    assert draw_curves(FitRecord("", "", {"loss": (), "acc": (math.nan,)})) == ()
