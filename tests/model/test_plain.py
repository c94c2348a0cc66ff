"""Results survive the way into plain values and back."""

import json
import math

from softmark.model import CellResult, CheckResult, FitRecord, Measured, NotebookResult, State
from softmark.model.plain import to_notebook_result, to_plain


def test_training_that_diverged_is_json() -> None:
    """JSON knows no NaN and no infinity: a browser would refuse the whole notebook."""
    fit = FitRecord("", "net", {"loss": (2.5, math.inf, -math.inf, math.nan, 1.5)})
    text = json.dumps(to_plain(NotebookResult("one", fits=(fit,))), allow_nan=False)
    (back,) = to_notebook_result(json.loads(text)).fits
    assert [value for value in back.history["loss"] if math.isfinite(value)] == [2.5, 1.5]
    assert len(back.history["loss"]) == 5


def test_comparisons_come_back() -> None:
    measured = (
        Measured("score > ENOUGH", 3, 0.75, 0.5, above=True),
        Measured("loss < 2", 4, math.nan, 2.0, above=False),
    )
    check = CheckResult("test_it", "It.", State.FAILED, 0.0, 1.0, measured=measured)
    result = NotebookResult("one", (CellResult("cell", 1.0, (check,)),))
    back = to_notebook_result(json.loads(json.dumps(to_plain(result), allow_nan=False)))
    first, second = back.cells[0].checks[0].measured
    assert first == measured[0]
    assert math.isnan(second.value)
    assert (second.text, second.bound, second.above) == ("loss < 2", 2.0, False)
