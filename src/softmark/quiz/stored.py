"""Variants as JSON: what students get along with a notebook, and the key, which stays with the instructor."""

import base64
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from softmark.quiz.question import Kind, Tolerance
from softmark.quiz.variant import Choice, Key, Mistake, Seen, Variant

VERSION: Final = 1


def seen_as_json(seen: Seen) -> dict[str, Any]:
    """What a student sees of a variant; of the key, nothing."""
    plain: dict[str, Any] = {"type": seen.kind.value, "text": seen.text}
    if seen.choices:
        plain["choices"] = [[choice.label, choice.text] for choice in seen.choices]
    if seen.lefts:
        plain["lefts"] = [[left.label, left.text] for left in seen.lefts]
    if seen.units:
        plain["units"] = list(seen.units)
    if seen.start:
        plain["start"] = seen.start
    if seen.picture:
        plain["picture"] = base64.b64encode(seen.picture).decode("ascii")
    return plain


def seen_of_json(plain: Mapping[str, Any]) -> Seen:
    """The same again."""
    return Seen(
        Kind(plain["type"]),
        plain["text"],
        tuple(Choice(label, text) for label, text in plain.get("choices", ())),
        tuple(Choice(label, text) for label, text in plain.get("lefts", ())),
        tuple(plain.get("units", ())),
        plain.get("start", ""),
        base64.b64decode(plain.get("picture", "")),
    )


def variant_as_json(variant: Variant) -> dict[str, Any]:
    """A variant with its key: for practice, and for the instructor's hidden folder."""
    key = variant.key
    plain: dict[str, Any] = {
        "question": variant.question,
        "seed": variant.seed,
        "seen": seen_as_json(variant.seen),
        "right": _plain(key.right),
        "ids": dict(key.ids),
        "feedback": dict(key.feedback),
        "mistakes": [[one.id, _plain(one.value), one.feedback] for one in key.mistakes],
        "tolerance": [key.tolerance.absolute, key.tolerance.relative],
        "explanation": key.explanation,
    }
    return plain | ({"checks": key.checks} if key.checks else {})


def variant_of_json(plain: Mapping[str, Any]) -> Variant:
    """The same again."""
    seen = seen_of_json(plain["seen"])
    value = np.asarray if seen.kind is Kind.MATRIX else _as_it_is
    key = Key(
        _RIGHT.get(seen.kind, _as_it_is)(plain["right"]),
        plain["ids"],
        plain["feedback"],
        tuple(Mistake(name, value(wrong), feedback) for name, wrong, feedback in plain["mistakes"]),
        Tolerance(*plain["tolerance"]),
        plain["explanation"],
        plain.get("checks", ""),
    )
    return Variant(plain["question"], plain["seed"], seen, key)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    return sorted(value) if isinstance(value, frozenset) else value


def _as_it_is(value: Any) -> Any:
    return value


_RIGHT: Final[dict[Kind, Any]] = {
    Kind.SINGLE: frozenset,
    Kind.MULTIPLE: frozenset,
    Kind.ORDERING: tuple,
    Kind.MATRIX: np.asarray,
    Kind.TEXT: tuple,
}
