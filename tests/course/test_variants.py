"""Right solutions keep every point however they are spelt; wrong ones lose exactly what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from softmark.model import State


def _checks(graded: list[Any]) -> list[Any]:
    return [check for one in graded for cell in one.result.cells for check in cell.checks]


def _told(graded: list[Any]) -> str:
    checks = [check for check in _checks(graded) if check.state is not State.PASSED]
    events = [event for one in graded for event in one.result.events]
    return "\n".join([*(f"{c.name}: {c.state}: {c.message}\n{c.detail}" for c in checks), *map(str, events)])


@pytest.mark.kinds("right", "reference")
def test_right_solution_keeps_every_point(case: Any, grading: Any) -> None:
    """A right solution passes every check."""
    graded = grading.of(case)
    assert _checks(graded)
    assert all(check.state is State.PASSED for check in _checks(graded)), _told(graded)
    assert all(cell.points == cell.maximum for one in graded for cell in one.result.cells)


# The cells that train before anything secret has reached the submission.
TRAINED = {
    "05-binary-classification": {"model", "one-unit", "two-units"},
    "06-softmax-classifier": {"digit-net"},
    "07-overfitting": {"big", "second-fit", "small", "dropout-net", "cure"},
}


@pytest.mark.kinds("reference")
def test_learning_curves_of_the_reference(case: Any, grading: Any) -> None:
    """The feedback page gets them for each of these cells, one value an epoch."""
    fits = [fit for one in grading.of(case) for fit in one.result.fits]
    assert {fit.cell for fit in fits} == TRAINED[case.assignment]
    assert all(len(fit.history["loss"]) >= 5 for fit in fits)


@pytest.mark.kinds("wrong")
def test_wrong_solution_loses_exactly_its_points(case: Any, grading: Any) -> None:
    """A wrong solution fails the checks that its docstring names, and no others."""
    graded = grading.of(case)
    assert case.variant.loses
    lost = {check.name for check in _checks(graded) if check.state is not State.PASSED}
    assert lost == case.variant.loses, _told(graded)
    assert State.COULD_NOT_CHECK not in {check.state for check in _checks(graded)}


@pytest.mark.kinds("blank")
def test_untouched_release_is_not_attempted(case: Any, grading: Any) -> None:
    """The release, handed in as it is, gets no point, and every check says that it was not attempted."""
    graded = grading.of(case)
    assert all(cell.points == 0 for one in graded for cell in one.result.cells), _told(graded)
    assert {check.state for check in _checks(graded)} == {State.NOT_ATTEMPTED}, _told(graded)


@pytest.mark.kinds("blank")
def test_untouched_release_runs_to_its_end(case: Any, grading: Any) -> None:
    """Nothing in the release stops Run All."""
    assert [event for one in grading.of(case) for event in one.result.events] == []
