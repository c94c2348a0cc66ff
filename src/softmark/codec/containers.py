"""Writers and readers of Python's containers."""

from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from softmark.codec.wire import CodecError, NotPlain, Tag, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder

MAX_SAME_HASH = 100
"""Keys of one dict or set that may share a hash: thousands (easy to make of integers) take minutes."""


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


WRITERS: dict[type, Callable[["Encoder", Any], Any]] = {
    list: _write_list,
    tuple: _write_tuple,
    dict: _dict_writer(Tag.DICT),
    set: _write_set,
    frozenset: _write_frozenset,
    OrderedDict: _dict_writer(Tag.ORDERED_DICT),
    Counter: _dict_writer(Tag.COUNTER),
    defaultdict: _dict_writer(Tag.DEFAULT_DICT),
    deque: _write_deque,
}

READERS: dict[int, Callable[["Decoder", list[Any]], object]] = {
    Tag.LIST: _read_list,
    Tag.TUPLE: _read_tuple,
    Tag.DICT: _read_dict,
    Tag.SET: _read_set,
    Tag.FROZENSET: _read_frozenset,
    Tag.NAMEDTUPLE: _read_namedtuple,
    Tag.ORDERED_DICT: _read_ordered_dict,
    Tag.COUNTER: _read_counter,
    Tag.DEFAULT_DICT: _read_default_dict,
    Tag.DEQUE: _read_deque,
}
