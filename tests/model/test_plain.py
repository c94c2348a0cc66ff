"""Results survive the way into plain values and back."""

import json
import math

from softmark.model import FitRecord, NotebookResult
from softmark.model.plain import to_notebook_result, to_plain


def test_training_that_diverged_is_json() -> None:
    """JSON knows no NaN and no infinity: a browser would refuse the whole notebook."""
    fit = FitRecord("", "net", {"loss": (2.5, math.inf, -math.inf, math.nan, 1.5)})
    text = json.dumps(to_plain(NotebookResult("one", fits=(fit,))), allow_nan=False)
    (back,) = to_notebook_result(json.loads(text)).fits
    assert [value for value in back.history["loss"] if math.isfinite(value)] == [2.5, 1.5]
    assert len(back.history["loss"]) == 5
