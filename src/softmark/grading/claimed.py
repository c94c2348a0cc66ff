"""Kernel mode: what a submission's kernel says of a test cell that ran in it, read as a stranger's message."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_TEXT = 20_000
_MANY = 1_000


class NoClaim(ValueError):
    """The message is none that :mod:`softmark.kernel.claims` would send; the text says what about it."""


@dataclass(frozen=True)
class Claim:
    """A test cell's result as the kernel tells it: well-formed, and true or not.

    Attributes:
        outcomes: as in :class:`softmark.grading.raw.RawCell`.
        value: the cell's last value, if it is a number; may be infinite or no number at all (NaN).
    """

    outcomes: tuple[dict[str, Any], ...]
    value: float | None


def read_claim(answer: object, *, hidden: bool) -> Claim:
    """Read the kernel's answer to a request of the kind ``claim``.

    Args:
        answer: what the codec made of the message: plain data of any shape.
        hidden: whether the cell has a hidden part.

    Raises:
        NoClaim: something is missing, or of the wrong type, or out of its range.
    """
    told = _mapping(_mapping(answer, "the answer").get("value"), "its value")
    outcomes = _list(told.get("outcomes"), "the outcomes")
    if not outcomes:
        raise NoClaim("there are no outcomes")
    value = told.get("value")
    return Claim(
        outcomes=tuple(_outcome(_mapping(outcome, "an outcome"), hidden) for outcome in outcomes),
        value=None if value is None else _number(value, "the last value"),
    )


def _outcome(told: Mapping[Any, Any], hidden: bool) -> dict[str, Any]:
    seconds = _number(told.get("seconds"), "seconds")
    if not 0 <= seconds < math.inf:
        raise NoClaim("seconds are out of range")
    weight = None if told.get("weight") is None else _number(told["weight"], "weight")
    if weight is not None and not 0 < weight < math.inf:
        raise NoClaim("weight is out of range")
    cases, passed = (_whole(told.get(key), key) for key in ("cases", "cases_passed"))
    if not 0 <= passed <= cases:
        raise NoClaim("cases_passed is out of range")
    partly = _number(told.get("partly"), "partly")
    if not 0 <= partly <= cases - passed:
        raise NoClaim("partly is out of range")
    if type(told.get("passed")) is not bool:
        raise NoClaim("passed is no truth value")
    texts = {key: _text(told.get(key), key) for key in ("name", "line", "message", "detail", "exception")}
    return texts | {
        "passed": told["passed"],
        "seconds": seconds,
        "weight": weight,
        "cases": cases,
        "cases_passed": passed,
        "partly": partly,
        "missing": [_text(name, "missing") for name in _list(told.get("missing"), "missing")],
        "hidden": hidden,
        "claims": ["kernel"],
    }


# Types are compared exactly: a frame, an array or a truth value is no number, whatever it answers.


def _mapping(value: object, what: str) -> dict[Any, Any]:
    if type(value) is not dict:
        raise NoClaim(f"{what} is no mapping")
    return value


def _list(value: object, what: str) -> list[Any]:
    if type(value) is not list or len(value) > _MANY:
        raise NoClaim(f"{what}: no list, or too long")
    return value


def _text(value: object, what: str) -> str:
    if type(value) is not str:
        raise NoClaim(f"{what} is no text")
    return value[:_TEXT]


def _whole(value: object, what: str) -> int:
    if type(value) is not int or value > _MANY**2:
        raise NoClaim(f"{what} is no whole number, or too large")
    return value


def _number(value: object, what: str) -> float:
    if type(value) is not int and type(value) is not float:
        raise NoClaim(f"{what} is no number")
    try:
        return float(value)
    except OverflowError:
        return math.inf
