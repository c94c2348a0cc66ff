"""Writers and readers of Python's own plain types."""

import datetime as dt
import zoneinfo
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import PosixPath, PurePosixPath
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from softmark.codec.wire import CodecError, NotPlain, Tag, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder

MAX_INT_BYTES = 64 * 1024
MAX_FRACTION_BYTES = 1024
"""Reducing a fraction takes time quadratic in its length."""
MAX_EXPONENT = 100_000
"""A Decimal's exponent costs nothing until someone makes an integer of it."""
MAX_SAME_HASH = 100
"""Keys of one dict or set that may share a hash: thousands (easy to make of integers) take minutes."""


# Numbers and text


def _write_native(encoder: "Encoder", value: object) -> object:
    return value


def _write_str(encoder: "Encoder", value: str) -> str:
    encoder.spend(len(value))  # at least; the message itself is measured, too
    return value


def _write_bytes(encoder: "Encoder", value: bytes) -> bytes:
    encoder.spend(len(value))
    return value


def _write_bytearray(encoder: "Encoder", value: bytearray) -> list[Any]:
    encoder.spend(len(value))
    return [Tag.BYTEARRAY, bytes(value)]


def _read_bytearray(decoder: "Decoder", payload: list[Any]) -> bytearray:
    (data,) = payload
    return bytearray(leaf(data, bytes))


def _write_int(encoder: "Encoder", value: int) -> object:
    if -(1 << 63) <= value < 1 << 64:
        return value
    length = value.bit_length() // 8 + 1
    if length > MAX_INT_BYTES:
        raise CodecError(f"an integer has more than {MAX_INT_BYTES} bytes")
    encoder.spend(length)
    return [Tag.INT, value.to_bytes(length, "little", signed=True)]


def _read_int(decoder: "Decoder", payload: list[Any]) -> int:
    (data,) = payload
    if len(leaf(data, bytes)) > MAX_INT_BYTES:
        raise CodecError(f"an integer has more than {MAX_INT_BYTES} bytes")
    return int.from_bytes(data, "little", signed=True)


def _write_complex(encoder: "Encoder", value: complex) -> list[Any]:
    return [Tag.COMPLEX, value.real, value.imag]


def _read_complex(decoder: "Decoder", payload: list[Any]) -> complex:
    real, imaginary = payload
    return complex(leaf(real, float), leaf(imaginary, float))


def _write_decimal(encoder: "Encoder", value: Decimal) -> list[Any]:
    if value.is_finite() and abs(value.adjusted()) > MAX_EXPONENT:
        raise CodecError(f"a Decimal has an exponent above {MAX_EXPONENT}")
    return [Tag.DECIMAL, encoder.wire(str(value))]


def _read_decimal(decoder: "Decoder", payload: list[Any]) -> Decimal:
    (text,) = payload
    if len(leaf(text, str)) > MAX_INT_BYTES:
        raise CodecError("a Decimal is too long")
    value = Decimal(text)
    if value.is_finite() and abs(value.adjusted()) > MAX_EXPONENT:
        raise CodecError(f"a Decimal has an exponent above {MAX_EXPONENT}")
    return value


def _write_fraction(encoder: "Encoder", value: Fraction) -> list[Any]:
    parts = value.numerator, value.denominator
    if any(type(part) is not int or part.bit_length() > 8 * MAX_FRACTION_BYTES for part in parts):
        raise CodecError("a Fraction is too long")
    return [Tag.FRACTION, *map(encoder.wire, parts)]


def _read_fraction(decoder: "Decoder", payload: list[Any]) -> Fraction:
    numerator, denominator = (leaf(decoder.value(part), int) for part in payload)
    if max(numerator.bit_length(), denominator.bit_length()) > 8 * MAX_FRACTION_BYTES:
        raise CodecError("a Fraction is too long")
    return Fraction(numerator, denominator)


# Ranges, slices, paths


def _write_range(encoder: "Encoder", value: range) -> list[Any]:
    return [Tag.RANGE, *map(encoder.wire, (value.start, value.stop, value.step))]


def _read_range(decoder: "Decoder", payload: list[Any]) -> range:
    start, stop, step = (leaf(decoder.value(part), int) for part in payload)
    return range(start, stop, step)


def _write_slice(encoder: "Encoder", value: slice) -> list[Any]:
    return [Tag.SLICE, *map(encoder.key, (value.start, value.stop, value.step))]


def _read_slice(decoder: "Decoder", payload: list[Any]) -> slice:
    start, stop, step = map(decoder.key, payload)
    return slice(start, stop, step)


def _write_ellipsis(encoder: "Encoder", value: EllipsisType) -> list[Any]:
    return [Tag.ELLIPSIS]


def _read_ellipsis(decoder: "Decoder", payload: list[Any]) -> EllipsisType:
    () = payload
    return ...


def _write_path(encoder: "Encoder", value: PurePosixPath) -> list[Any]:
    return [Tag.PATH if type(value) is PosixPath else Tag.PURE_PATH, leaf(str(value), str)]


def _read_path(decoder: "Decoder", payload: list[Any]) -> PosixPath:
    (text,) = payload
    return PosixPath(leaf(text, str))


def _read_pure_path(decoder: "Decoder", payload: list[Any]) -> PurePosixPath:
    (text,) = payload
    return PurePosixPath(leaf(text, str))


# Containers


def _hashable(keys: Iterable[Any]) -> Iterable[Any]:
    """The keys, as long as they spread over a hash table; raises CodecError (or TypeError: unhashable)."""
    alike: dict[int, int] = {}
    for key in keys:
        number = hash(key)
        alike[number] = alike.get(number, 0) + 1
        if alike[number] > MAX_SAME_HASH:
            raise CodecError("too many keys share a hash")
        yield key


def _write_list(encoder: "Encoder", value: list[Any]) -> list[Any]:
    return [Tag.LIST, *map(encoder.wire, value)]


def _read_list(decoder: "Decoder", payload: list[Any]) -> list[Any]:
    return [decoder.value(item) for item in payload]


def _write_tuple(encoder: "Encoder", value: tuple[Any, ...]) -> list[Any]:
    return [Tag.TUPLE, *map(encoder.wire, value)]


def _read_tuple(decoder: "Decoder", payload: list[Any]) -> tuple[Any, ...]:
    return tuple(decoder.value(item) for item in payload)


def _write_deque(encoder: "Encoder", value: deque[Any]) -> list[Any]:
    return [Tag.DEQUE, value.maxlen, *map(encoder.wire, value)]


def _read_deque(decoder: "Decoder", payload: list[Any]) -> deque[Any]:
    maxlen, *items = payload
    if maxlen is not None and leaf(maxlen, int) < len(items):
        raise CodecError("a deque holds more than its maximum")
    return deque(map(decoder.value, items), maxlen)


def _write_set(encoder: "Encoder", value: set[Any]) -> list[Any]:
    return [Tag.SET, *map(encoder.key, value)]


def _write_frozenset(encoder: "Encoder", value: frozenset[Any]) -> list[Any]:
    return [Tag.FROZENSET, *map(encoder.key, value)]


def _read_set(decoder: "Decoder", payload: list[Any]) -> set[Any]:
    found = set(_hashable(map(decoder.key, payload)))
    if len(found) != len(payload):
        raise CodecError("a set holds an element twice")
    return found


def _read_frozenset(decoder: "Decoder", payload: list[Any]) -> frozenset[Any]:
    return frozenset(_read_set(decoder, payload))


def _dict_writer(tag: Tag) -> Callable[["Encoder", dict[Any, Any]], list[Any]]:
    def write(encoder: "Encoder", value: dict[Any, Any]) -> list[Any]:
        wire: list[Any] = [tag]
        for key, item in value.items():
            wire.append(encoder.key(key))
            wire.append(encoder.wire(item))
        return wire

    return write


def _read_dict(decoder: "Decoder", payload: list[Any]) -> dict[Any, Any]:
    keys = _hashable(decoder.key(key) for key in payload[::2])
    found = dict(zip(keys, map(decoder.value, payload[1::2]), strict=True))
    if 2 * len(found) != len(payload):
        raise CodecError("a dict has a key twice")
    return found


def _read_ordered_dict(decoder: "Decoder", payload: list[Any]) -> OrderedDict[Any, Any]:
    return OrderedDict(_read_dict(decoder, payload))


def _read_counter(decoder: "Decoder", payload: list[Any]) -> Counter[Any]:
    counter: Counter[Any] = Counter()
    dict.update(counter, _read_dict(decoder, payload))  # counts as they are; Counter's own would add them up
    return counter


def _read_default_dict(decoder: "Decoder", payload: list[Any]) -> defaultdict[Any, Any]:
    return defaultdict(None, _read_dict(decoder, payload))


# Namedtuples

_Sample = namedtuple("_Sample", ["field"])
_GETTER = type(vars(_Sample)["field"])
_MADE_BY_NAMEDTUPLE = (set(vars(_Sample)) - {"field"}) | {
    # what typing.NamedTuple and class statements of later Pythons add
    "__annotations__",
    "__annotate__",
    "__annotate_func__",
    "__annotations_cache__",
    "__orig_bases__",
    "__static_attributes__",
    "__firstlineno__",
}


def is_namedtuple_class(kind: type) -> bool:
    """Whether a class is what ``namedtuple`` makes, with nothing of its author's in it."""
    if type(kind) is not type or len(kind.__bases__) != 1 or kind.__bases__[0] is not tuple:
        return False
    body = kind.__dict__
    fields = body.get("_fields")
    if type(fields) is not tuple or not all(type(name) is str for name in fields):
        return False
    if not all(type(body.get(name)) is _GETTER for name in fields):
        return False
    return set(body) - set(fields) <= _MADE_BY_NAMEDTUPLE


def write_namedtuple(encoder: "Encoder", value: tuple[Any, ...]) -> list[Any]:
    """``[NAMEDTUPLE, class name, [field, ...], item, ...]``."""
    encoder.weigh()
    fields = type(value).__dict__["_fields"]
    if len(fields) != len(value):
        raise NotPlain
    return [Tag.NAMEDTUPLE, type(value).__name__, list(fields), *map(encoder.wire, value)]


@lru_cache(maxsize=256)
def _namedtuple_class(name: str, fields: tuple[str, ...]) -> Callable[..., tuple[Any, ...]]:
    # namedtuple() evaluates a lambda with these names; it lets identifiers through and nothing else.
    return namedtuple(name, fields)


def _read_namedtuple(decoder: "Decoder", payload: list[Any]) -> tuple[Any, ...]:
    decoder.weigh()
    name, fields, *items = payload
    names = tuple(leaf(field, str) for field in leaf(fields, list))
    if len(leaf(name, str)) > 100 or len(names) > 255 or any(len(field) > 100 for field in names):
        raise CodecError("a namedtuple's names are too long")
    return _namedtuple_class(name, names)(*map(decoder.value, items))


# Dates and times


def write_zone(zone: dt.tzinfo | None) -> Any:
    """A time zone: nothing, its name in the tz database, or ``[offset in microseconds, name or nothing]``."""
    if zone is None:
        return None
    if type(zone) is zoneinfo.ZoneInfo and type(zone.key) is str:
        return zone.key
    if type(zone) is not dt.timezone:
        raise NotPlain
    offset, *name = zone.__getinitargs__()  # type: ignore[attr-defined]  # how copy and pickle ask for them
    if name and type(name[0]) is not str:
        raise NotPlain
    return [offset // dt.timedelta(microseconds=1), *name]


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def read_zone(wire: object) -> dt.tzinfo | None:
    """The time zone that :func:`write_zone` wrote."""
    if wire is None:
        return None
    if type(wire) is str:
        # ZoneInfo would look an unknown name up as a file and as a package.
        if wire not in _zone_names():
            raise CodecError("the message names an unknown time zone")
        return zoneinfo.ZoneInfo(wire)
    microseconds, *name = leaf(wire, list)
    offset = dt.timedelta(microseconds=leaf(microseconds, int))
    return dt.timezone(offset, *(leaf(part, str) for part in name))


def _write_datetime(encoder: "Encoder", value: dt.datetime) -> list[Any]:
    day = (value.year, value.month, value.day)
    return [Tag.DATETIME, *day, *_clock(value)]


def _write_time(encoder: "Encoder", value: dt.time) -> list[Any]:
    return [Tag.TIME, *_clock(value)]


def _clock(value: dt.datetime | dt.time) -> list[Any]:
    parts = [value.hour, value.minute, value.second, value.microsecond]
    return [*parts, value.fold, write_zone(value.tzinfo)]


def _read_datetime(decoder: "Decoder", payload: list[Any]) -> dt.datetime:
    *parts, fold, zone = payload
    year, month, day, *clock = (leaf(part, int) for part in parts)
    hour, minute, second, microsecond = clock
    return dt.datetime(
        year, month, day, hour, minute, second, microsecond, read_zone(zone), fold=leaf(fold, int)
    )


def _read_time(decoder: "Decoder", payload: list[Any]) -> dt.time:
    *parts, fold, zone = payload
    hour, minute, second, microsecond = (leaf(part, int) for part in parts)
    return dt.time(hour, minute, second, microsecond, read_zone(zone), fold=leaf(fold, int))


def _write_date(encoder: "Encoder", value: dt.date) -> list[Any]:
    return [Tag.DATE, value.year, value.month, value.day]


def _read_date(decoder: "Decoder", payload: list[Any]) -> dt.date:
    year, month, day = (leaf(part, int) for part in payload)
    return dt.date(year, month, day)


def _write_timedelta(encoder: "Encoder", value: dt.timedelta) -> list[Any]:
    return [Tag.TIMEDELTA, value.days, value.seconds, value.microseconds]


def _read_timedelta(decoder: "Decoder", payload: list[Any]) -> dt.timedelta:
    days, seconds, microseconds = (leaf(part, int) for part in payload)
    return dt.timedelta(days, seconds, microseconds)


WRITERS: dict[type, Callable[["Encoder", Any], Any]] = {
    type(None): _write_native,
    bool: _write_native,
    float: _write_native,
    int: _write_int,
    str: _write_str,
    bytes: _write_bytes,
    bytearray: _write_bytearray,
    complex: _write_complex,
    list: _write_list,
    tuple: _write_tuple,
    dict: _dict_writer(Tag.DICT),
    set: _write_set,
    frozenset: _write_frozenset,
    range: _write_range,
    slice: _write_slice,
    EllipsisType: _write_ellipsis,
    OrderedDict: _dict_writer(Tag.ORDERED_DICT),
    Counter: _dict_writer(Tag.COUNTER),
    defaultdict: _dict_writer(Tag.DEFAULT_DICT),
    deque: _write_deque,
    dt.datetime: _write_datetime,
    dt.date: _write_date,
    dt.time: _write_time,
    dt.timedelta: _write_timedelta,
    Decimal: _write_decimal,
    Fraction: _write_fraction,
    PurePosixPath: _write_path,
    PosixPath: _write_path,
}

READERS: dict[int, Callable[["Decoder", list[Any]], object]] = {
    Tag.LIST: _read_list,
    Tag.TUPLE: _read_tuple,
    Tag.DICT: _read_dict,
    Tag.SET: _read_set,
    Tag.FROZENSET: _read_frozenset,
    Tag.INT: _read_int,
    Tag.COMPLEX: _read_complex,
    Tag.BYTEARRAY: _read_bytearray,
    Tag.RANGE: _read_range,
    Tag.SLICE: _read_slice,
    Tag.ELLIPSIS: _read_ellipsis,
    Tag.NAMEDTUPLE: _read_namedtuple,
    Tag.ORDERED_DICT: _read_ordered_dict,
    Tag.COUNTER: _read_counter,
    Tag.DEFAULT_DICT: _read_default_dict,
    Tag.DEQUE: _read_deque,
    Tag.DATETIME: _read_datetime,
    Tag.DATE: _read_date,
    Tag.TIME: _read_time,
    Tag.TIMEDELTA: _read_timedelta,
    Tag.DECIMAL: _read_decimal,
    Tag.FRACTION: _read_fraction,
    Tag.PURE_PATH: _read_pure_path,
    Tag.PATH: _read_path,
}
