"""The check of nbgrader's metadata finds all that nbgrader's own finds, whatever was seen before."""

import pytest
from nbformat import from_dict
from nbgrader.preprocessors import CheckCellMetadata

from softmark.nbgrader.check_metadata import CheckedMetadata

GOOD = {
    "grade": True,
    "grade_id": "a",
    "locked": True,
    "points": 1,
    "schema_version": 3,
    "solution": False,
    "task": False,
}
BROKEN = {
    "no points": ("code", {**GOOD, "points": None}),
    "points left out": ("code", {name: value for name, value in GOOD.items() if name != "points"}),
    "negative": ("code", {**GOOD, "points": -1}),
    "a truth value that is a number": ("code", {**GOOD, "solution": 0}),
    "a number that is a truth value": ("code", {**GOOD, "locked": 1}),
    "an empty name": ("code", {**GOOD, "grade_id": ""}),
    "a name that is a list": ("code", {**GOOD, "grade_id": ["a"]}),
    "a strange key": ("code", {**GOOD, "more": 1}),
    "an old version": ("code", {**GOOD, "schema_version": 1}),
    "another kind of cell": ("markdown", GOOD),
    "a task in code": ("code", {**GOOD, "task": True}),
}


def notebook(*cells):
    plain = [{"cell_type": kind, "source": "1", "metadata": {"nbgrader": dict(meta)}} for kind, meta in cells]
    return from_dict({"cells": plain, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def verdict(step, made):
    """The error's kind, or ``None``."""
    try:
        step.preprocess(made, {})
    except Exception as error:
        return type(error)
    return None


def test_valid_cells_pass():
    made = notebook(("code", GOOD), ("code", {**GOOD, "grade_id": "b"}))
    assert verdict(CheckedMetadata(), made) is None
    assert verdict(CheckedMetadata(), made) is None, "Once more, when they are known."


@pytest.mark.parametrize("name", BROKEN)
def test_what_nbgrader_refuses_is_refused(name):
    """After a valid cell like it, too."""
    step = CheckedMetadata()
    assert verdict(step, notebook(("code", GOOD))) is None
    broken = notebook(BROKEN[name])
    expected = verdict(CheckCellMetadata(), broken)
    assert expected is not None
    assert [verdict(step, broken), verdict(step, broken)] == [expected, expected]


def test_two_cells_of_one_name_are_refused():
    twice = notebook(("code", GOOD), ("code", GOOD))
    assert verdict(CheckedMetadata(), twice) is verdict(CheckCellMetadata(), twice) is not None
