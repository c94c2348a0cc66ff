"""Answers with nothing in them to compare: what is found in them, and what stands there instead."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from softmark.judge.gaps import COLUMN, EMPTY, MISSING, NAN, filled, gaps_in

_NA = pd.array([pd.NA, 1], dtype="Int64")


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ([1, "", 0, None, False], set()),
        ([1, []], {EMPTY}),
        ({"a": ({},)}, {EMPTY}),
        (set(), {EMPTY}),
        (np.zeros((3, 0)), {EMPTY}),
        (np.array([[], [1]], dtype=object), {EMPTY}),
        (pd.DataFrame({"a": [[], [1]]}), {EMPTY}),
        (pd.Series([], dtype=float), {EMPTY}),
        (np.array([1.0, np.nan]), {NAN}),
        ([float("nan")], {NAN}),
        (pd.Series([1.0, np.nan]), {MISSING}),
        (pd.DataFrame({"a": [1, 2], "b": ["x", pd.NA]}), {MISSING}),
        (_NA, {MISSING, COLUMN}),
        (pd.Index([1.0, np.nan]), {MISSING}),
        (pd.Series([pd.NaT]), set()),
        (pd.DataFrame({"a": [1]}), set()),
    ],
)
def test_finds_gaps_of_every_kind(value: Any, kinds: set[str]) -> None:
    """At any depth; and a value without is given back as the very object that it is."""
    assert gaps_in(value) == kinds
    if not kinds - {NAN}:
        assert filled(value, (EMPTY, MISSING, COLUMN)) is value


def test_fills_only_the_gaps() -> None:
    """What is there stays as it was, type, names and order included."""
    assert str(filled([1, [], ("a", {})], [EMPTY])) == "[1, nan, ('a', nan)]"
    assert str(filled({"a": [], "b": 2}, [EMPTY])) == "{'a': nan, 'b': 2}"
    series = filled(pd.Series([1.0, np.nan], index=["p", "q"], name="s"), [MISSING])
    pd.testing.assert_series_equal(series, pd.Series([1.0, np.inf], index=["p", "q"], name="s"))  # type: ignore[arg-type]  # found to be a series
    frame = filled(pd.DataFrame([[1, pd.NA, "x"]], columns=["a", "a", "b"]), [MISSING])
    assert isinstance(frame, pd.DataFrame)
    assert frame.to_numpy().tolist() == [[1, np.inf, "x"]]
    assert list(frame.columns) == ["a", "a", "b"]


def test_fills_no_kinds_but_those_asked_for() -> None:
    """A reference that has missing values, but nothing empty, leaves missing values alone."""
    value = [pd.Series([np.nan]), []]
    assert filled(value, [EMPTY])[0] is value[0]  # type: ignore[index]  # it stays a list
    assert filled(value, [MISSING])[1] is value[1]  # type: ignore[index]  # it stays a list


def test_an_array_of_pandas_becomes_one_of_numpy() -> None:
    """So that a comparison with it is false, not a container of one element."""
    assert not bool(filled(pd.array([5]), [COLUMN]) == 3)
    assert bool(pd.array([5]) == 3)
