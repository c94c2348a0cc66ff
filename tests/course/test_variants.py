"""Right solutions keep every point however they are spelt; wrong ones lose exactly what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

# The cells that train before anything secret has reached the submission.
TRAINED = {
    "04-regression": {"model", "net"},
    "05-binary-classification": {"model", "one-unit", "two-units"},
    "06-softmax-classifier": {"digit-net"},
    "07-overfitting": {"big", "second-fit", "small", "dropout-net", "cure"},
    "q5b-midterm": {"net", "digit-net", "cure"},
    "q5b-midterm-2": {"detector", "reader", "repair"},
}


def test_case_goes_as_it_must(name: str, trying: Any) -> None:
    """References and right solutions pass, wrong ones lose what they name, blank and hostile ones earn nothing."""
    tried = trying.of(name)
    assert tried.problem == "", "\n".join(f"{c.name}: {c.state}: {c.message}\n{c.detail}" for c in tried.checks)


@pytest.mark.kinds("reference")
def test_learning_curves_of_the_reference(name: str, trying: Any) -> None:
    """The feedback page gets them for each cell that trains before a secret, one value an epoch."""
    tried = trying.of(name)
    fits = [fit for one in tried.results for fit in one.fits]
    assert {fit.cell for fit in fits} == TRAINED[tried.case.sources[0].assignment]
    assert all(len(fit.history["loss"]) >= 5 for fit in fits)
