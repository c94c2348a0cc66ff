"""Plain values of a description, held against type and size; nothing here knows Keras."""

import math
from typing import TypeGuard

from softmark.judge.keras_build._limits import Unbuildable

INTEGER = 1 << 26
LEAVES = 2_000
NESTING = 4


def short(value: object) -> str:
    """A value for an error message: never the whole of it, never a foreign repr of a large one."""
    if isinstance(value, str):
        return repr(value[:60])
    if isinstance(value, int | float | bool) or value is None:
        return repr(value)[:60] if not isinstance(value, int) or value.bit_length() < 200 else "a huge integer"
    return f"a {type(value).__name__}"


def is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    """Whether it is a plain list or tuple."""
    return type(value) in (list, tuple)


def mapping(value: object, what: str, limit: int = 200) -> dict[str, object]:
    """A dict with text keys.

    Raises:
        Unbuildable: when it is something else, or has more than `limit` entries.
    """
    if type(value) is not dict:
        raise Unbuildable(f"{what} should be a dict, not {short(value)}")
    if len(value) > limit:
        raise Unbuildable(f"{what} has {len(value)} entries, {limit} are allowed")
    if any(type(key) is not str or len(key) > 300 for key in value):
        raise Unbuildable(f"{what} has a key that is no short text")
    return value


def sequence(value: object, what: str, limit: int) -> list[object] | tuple[object, ...]:
    """A list or tuple.

    Raises:
        Unbuildable: when it is something else, or longer than `limit`.
    """
    if not is_list(value):
        raise Unbuildable(f"{what} should be a list, not {short(value)}")
    if len(value) > limit:
        raise Unbuildable(f"{what} has {len(value)} entries, {limit} are allowed")
    return value


def text(value: object, what: str, limit: int = 200) -> str:
    """Printable text of at most `limit` characters.

    Raises:
        Unbuildable: when it is not that.
    """
    if type(value) is not str or len(value) > limit or not value.isprintable():
        raise Unbuildable(f"{what} should be short text, not {short(value)}")
    return value


def name(value: object, what: str) -> str:
    """The name of a layer or model.

    Raises:
        Unbuildable: when it is empty or holds a slash (paths of weights are joined by slashes).
    """
    if not text(value, what) or "/" in str(value):
        raise Unbuildable(f"{what} cannot be named {short(value)}")
    return str(value)


def whole(value: object, what: str, low: int = -INTEGER, high: int = INTEGER) -> int:
    """An integer between the bounds.

    Raises:
        Unbuildable: when it is something else.
    """
    if type(value) is not int or not low <= value <= high:
        raise Unbuildable(f"{what} should be an integer from {low} to {high}, not {short(value)}")
    return value


def flag(value: object, what: str) -> bool:
    """A truth value.

    Raises:
        Unbuildable: when it is something else.
    """
    if type(value) is not bool:
        raise Unbuildable(f"{what} should be true or false, not {short(value)}")
    return value


def plain(value: object, what: str, words: frozenset[str], leaves: int = LEAVES) -> object:
    """None, truth values, bounded numbers, known words, and small lists of them.

    Raises:
        Unbuildable: for anything else.
    """
    budget = [leaves]

    def clean(item: object, depth: int) -> object:
        budget[0] -= 1
        if budget[0] < 0:
            raise Unbuildable(f"{what} has more than {leaves} values")
        if item is None or type(item) is bool:
            return item
        if type(item) is int:
            return whole(item, what)
        if type(item) is float:
            if not math.isfinite(item):
                raise Unbuildable(f"{what} holds {item}")
            return item
        if type(item) is str:
            if item not in words:
                raise Unbuildable(f"{what} holds the unknown word {short(item)}")
            return item
        if is_list(item) and depth < NESTING:
            if len(item) > budget[0]:
                raise Unbuildable(f"{what} has more than {leaves} values")
            return type(item)(clean(entry, depth + 1) for entry in item)
        raise Unbuildable(f"{what} holds {short(item)}")

    return clean(value, 0)


def claim(value: object, what: str, leaves: int = 200_000) -> object:
    """What the submission says of itself: dicts, lists, text and numbers, kept as they are.

    Raises:
        Unbuildable: for anything else, or too much of it.
    """
    budget = [leaves]

    def clean(item: object, depth: int) -> object:
        budget[0] -= 1
        if budget[0] < 0 or depth > NESTING:
            raise Unbuildable(f"{what} is too large")
        if item is None or type(item) in (bool, float):
            return item
        if type(item) is int and item.bit_length() < 64:
            return item
        if type(item) is str and len(item) <= 2_000:
            return item
        if is_list(item) and len(item) <= budget[0]:
            return type(item)(clean(entry, depth + 1) for entry in item)
        if type(item) is dict and len(item) <= budget[0]:
            return {text(key, what): clean(entry, depth + 1) for key, entry in item.items()}
        raise Unbuildable(f"{what} holds {short(item)}")

    return clean(value, 0)
