"""Messages from an enemy, and values that try to run code while they are written."""

# ruff: noqa: E501 - the tables read best with one case a line

import datetime as dt
import enum
import pickle
import sys
import tracemalloc
import zoneinfo
from collections import deque, namedtuple

import msgpack
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from softmark.codec import CodecError, Ref, WireLimits, decode, encode
from softmark.codec.wire import Tag, scan

MEBIBYTE = 1 << 20


def wire(*parts):
    """A message that no encoder would write."""
    return msgpack.packb(parts if len(parts) > 1 else parts[0])


def array(dtype, shape, data):
    return wire(Tag.ARRAY, dtype, shape, data)


def peak_of(action):
    """Bytes of memory that an action takes at most, beyond what was there before; numpy's arrays count."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def nested_claims(depth, items):
    """An array of ``items`` arrays of ``items`` arrays ..., of which only the headers are there."""
    return (b"\xdd" + items.to_bytes(4, "big")) * depth


NAN_INDEX = [Tag.RANGE_INDEX, [Tag.RANGE, 0, 1, 1], None]
HOSTILE = {
    "nothing": b"",
    "two messages": b"\x01\x02",
    "cut short": encode([1.5, "text"])[:-1],
    "a string of 300 MB that is not there": b"\xdb" + (300 * MEBIBYTE).to_bytes(4, "big"),
    "binary of 4 GB that is not there": b"\xc6\xff\xff\xff\xff",
    "four billion items": b"\xdd\xff\xff\xff\xff",
    "claims in claims": nested_claims(6, 2**32 - 1),
    "30 ** 6 items by claims": nested_claims(6, 30),
    "a thousand deep": b"\x91" * 1000 + b"\xc0",
    "a million deep": b"\x91" * MEBIBYTE + b"\xc0",
    "many values": b"\xdd" + (300_001).to_bytes(4, "big") + bytes([Tag.LIST]) + b"\x01" * 300_000,
    "too many bytes": b"\xc6" + (65 * MEBIBYTE).to_bytes(4, "big") + bytes(65 * MEBIBYTE),
    "a map": b"\x81\x01\x02",
    "a big map": b"\xdf\xff\xff\xff\xff",
    "an extension": b"\xd4\x01a",
    "a timestamp": msgpack.packb(msgpack.Timestamp(1, 2)),
    "a big extension": b"\xc9\xff\xff\xff\xff\x01",
    "a float of 32 bits": b"\xca\x00\x00\x00\x00",
    "a reserved byte": b"\xc1",
    "broken text": b"\xa1\xff",
    "an empty array": b"\x90",
    "no tag": wire("list", 1),
    "an unknown tag": wire(99, 1),
    "a tag that is True": wire(True, b"\x01"),
    "a tag that is a float": wire(float(Tag.LIST), 2),
    "a pickle": pickle.dumps([1]),
    "a pickle as bytes for an int": wire(Tag.INT, "gASV"),
    "an int of 1 MB": wire(Tag.INT, b"\x01" * MEBIBYTE),
    "a key that is a list": wire(Tag.DICT, [Tag.LIST], 1),
    "a key that is an array": wire(Tag.DICT, [Tag.ARRAY, "<f8", [], bytes(8)], 1),
    "a key that is a reference": wire(Tag.DICT, [Tag.REF, "k", 1, [Tag.DICT]], 1),
    "a reference in a key": wire(Tag.DICT, [Tag.TUPLE, 1, [Tag.REF, "k", 1, [Tag.DICT]]], 1),
    "a reference in a set": wire(Tag.SET, [Tag.REF, "k", 1, [Tag.DICT]]),
    "a reference as a name": wire(Tag.SERIES, NAN_INDEX, [Tag.REF, "k", 1, [Tag.DICT]], [Tag.ARRAY, "|b1", [1], b"\0"]),
    "a key twice": wire(Tag.DICT, 1, "a", 1, "b"),
    "a key as int and as float": wire(Tag.DICT, 1, "a", 1.0, "b"),
    "a key without a value": wire(Tag.DICT, 1),
    "an element twice": wire(Tag.SET, 1, True),
    "keys of one hash": wire(Tag.DICT, *[x for i in range(1, 5000) for x in ([Tag.INT, (i * (2**61 - 1)).to_bytes(12, "little")], 0)]),
    "elements of one hash": wire(Tag.SET, *[[Tag.COMPLEX, float(-1000003 * i), float(i)] for i in range(5000)]),
    "a reference below zero": wire(Tag.REF, "k", -1, [Tag.DICT]),
    "a reference with a reference for facts": wire(Tag.REF, "k", 1, [Tag.REF, "k", 1, [Tag.DICT]]),
    "a reference with facts of numbers": wire(Tag.REF, "k", 1, [Tag.DICT, 1, 2]),
    "a reference with facts that refer": wire(Tag.REF, "k", 1, [Tag.DICT, "a", [Tag.REF, "k", 2, [Tag.DICT]]]),
    "a namedtuple with code for a name": wire(Tag.NAMEDTUPLE, "x): import os #", ["a"], 1),
    "a namedtuple with code for a field": wire(Tag.NAMEDTUPLE, "P", ["a=print()"], 1),
    "a namedtuple with a hidden field": wire(Tag.NAMEDTUPLE, "P", ["__class__"], 1),
    "a namedtuple of 10,000 fields": wire(Tag.NAMEDTUPLE, "P", [f"f{i}" for i in range(10_000)], *range(10_000)),
    "a deque above its maximum": wire(Tag.DEQUE, 1, 1, 2),
    "a range without steps": wire(Tag.RANGE, 0, 1, 0),
    "a fraction over zero": wire(Tag.FRACTION, 1, 0),
    "a fraction of long numbers": wire(Tag.FRACTION, [Tag.INT, b"\x01" * 60_000], [Tag.INT, b"\x03" * 60_000]),
    "a decimal that is text": wire(Tag.DECIMAL, "one"),
    "a decimal that fills the memory as int": wire(Tag.DECIMAL, "1E+999999999"),
    "a date of month True": wire(Tag.DATE, 2024, True, 1),
    "a date of month 13": wire(Tag.DATE, 2024, 13, 1),
    "a time zone that is a path": wire(Tag.DATETIME, 2024, 1, 1, 0, 0, 0, 0, 0, "../../etc/passwd"),
    "a time zone that is a module": wire(Tag.DATETIME, 2024, 1, 1, 0, 0, 0, 0, 0, "os/path"),
    "a time zone of 30 hours": wire(Tag.DATETIME, 2024, 1, 1, 0, 0, 0, 0, 0, [108_000_000_000]),
    "a path of bytes": wire(Tag.PATH, b"/etc"),
    "a path with a number": wire(Tag.PATH, 3),
    "objects by dtype": array("|O", [1], bytes(8)),
    "objects by another name": array("object", [1], bytes(8)),
    "a structured dtype": array("f8,f8", [1], bytes(16)),
    "a dtype with a list": array("[('a','O')]", [1], bytes(8)),
    "void": array("|V8", [1], bytes(8)),
    "text without width": array("<U0", [10**9], b""),
    "text as wide as the memory": array("<U999999999", [0], b""),
    "a unit of zero": array("<M8[0ns]", [1], bytes(8)),
    "a unit beyond int": array("<M8[999999999as]", [1], b""),
    "a huge shape": array("<f8", [10**9, 10**9], b""),
    "a huge empty shape": array("<f8", [0, 10**18], b""),
    "a negative shape": array("<f8", [-1], bytes(8)),
    "two negative lengths": array("<f8", [-1, -1], bytes(8)),
    "a shape of floats": array("<f8", [1.0], bytes(8)),
    "a shape of booleans": array("<f8", [True], bytes(8)),
    "100 axes": array("<f8", [1] * 100, bytes(8)),
    "too few bytes": array("<f8", [2], bytes(15)),
    "too many bytes in an array": array("<f8", [2], bytes(17)),
    "text for bytes": array("|S1", [1], "a"),
    "a boolean of 2": array("|b1", [1], b"\x02"),
    "a boolean scalar of 2": wire(Tag.SCALAR, "|b1", b"\x02"),
    "a character beyond the last": array("<U1", [1], b"\xff\xff\xff\x7f"),
    "a foreign character beyond the last": array(">U1", [1], b"\x7f\xff\xff\xff"),
    "a scalar of two": wire(Tag.SCALAR, "<f8", bytes(16)),
    "a scalar of nothing": wire(Tag.SCALAR, "<f8", b""),
    "objects that are not there": wire(Tag.OBJECT_ARRAY, [10**12]),
    "objects without end": wire(Tag.OBJECT_ARRAY, [0, 10**18]),
    "an index of 10 ** 18 rows": wire(Tag.RANGE_INDEX, [Tag.RANGE, 0, 10**18, 1], None),
    "a frame of 10 ** 18 rows": wire(Tag.FRAME, [Tag.RANGE_INDEX, [Tag.RANGE, 0, 10**18, 1], None], NAN_INDEX),
    "a frame without its column": wire(Tag.FRAME, NAN_INDEX, NAN_INDEX),
    "a frame with a short column": wire(Tag.FRAME, NAN_INDEX, NAN_INDEX, [Tag.ARRAY, "<f8", [0], b""]),
    "a frame with a square column": wire(Tag.FRAME, NAN_INDEX, NAN_INDEX, [Tag.ARRAY, "<f8", [1, 1], bytes(8)]),
    "a frame with a list for a column": wire(Tag.FRAME, NAN_INDEX, NAN_INDEX, [Tag.LIST, 1]),
    "a frame with a reference for a column": wire(Tag.FRAME, NAN_INDEX, NAN_INDEX, [Tag.REF, "k", 1, [Tag.DICT]]),
    "a frame with a list for an index": wire(Tag.FRAME, [Tag.LIST, 1], NAN_INDEX, [Tag.ARRAY, "<f8", [1], bytes(8)]),
    "codes beyond the categories": wire(
        Tag.CATEGORICAL, [Tag.ARRAY, "|i1", [1], b"\x05"], [Tag.INDEX, [Tag.STRINGS, "python", False, "a"], None, None], False
    ),
    "a frequency that is code": wire(Tag.INDEX, [Tag.ARRAY, "<M8[s]", [1], bytes(8)], None, "__import__('os')"),
    "a mask of another length": wire(Tag.MASKED, [Tag.ARRAY, "|i1", [1], b"\0"], [Tag.ARRAY, "|b1", [2], b"\0\0"]),
    "a tensor of dates": wire(Tag.TENSOR, [Tag.ARRAY, "<M8[s]", [1], bytes(8)]),
    "a tensor of objects": wire(Tag.TENSOR, [Tag.OBJECT_ARRAY, [1], "text"]),
    "more after nothing": wire(Tag.ELLIPSIS, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_raise_one_error(name):
    """A message that no encoder writes raises CodecError, whatever is wrong with it, and takes little memory."""

    def read():
        with pytest.raises(CodecError):
            decode(HOSTILE[name], resolve=lambda ref: ref)

    assert peak_of(read) < 32 * MEBIBYTE


@pytest.mark.parametrize("data", [None, "text", bytearray(b"\x01"), 3, [b"\x01"]])
def test_only_bytes_are_a_message(data):
    """What isn't bytes is no message."""
    with pytest.raises(CodecError):
        decode(data)


COSTLY = {
    "frames": [[Tag.FRAME, NAN_INDEX, NAN_INDEX, [Tag.ARRAY, "|b1", [1], b"\0"]]] * 100,
    "series": [[Tag.SERIES, NAN_INDEX, None, [Tag.ARRAY, "|b1", [1], b"\0"]]] * 100,
    "indexes": [[Tag.INDEX, [Tag.ARRAY, "|b1", [1], b"\0"], None, None]] * 100,
    "namedtuple classes": [[Tag.NAMEDTUPLE, f"P{i}", []] for i in range(100)],
    "categoricals": [[Tag.CATEGORICAL, [Tag.ARRAY, "|i1", [0], b""], NAN_INDEX, False]] * 100,
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_objects_are_counted(name):
    """Objects that take kilobytes for a few bytes of message have a bound of their own."""
    message = wire(Tag.LIST, *COSTLY[name])
    assert len(decode(message)) == 100
    with pytest.raises(CodecError, match="frames, indexes and the like"):
        decode(message, limits=WireLimits(objects=50))


def test_the_costliest_message_stays_within_a_bound():
    """A message that uses up its values on the costliest objects takes less than 700 bytes for each."""
    for expensive in ([Tag.DEQUE, None], [Tag.SET], [Tag.ARRAY, "|b1", [0], b""], [Tag.ORDERED_DICT]):
        nodes = sum(map(len, filter(lambda part: isinstance(part, list), expensive))) + len(expensive) + 1
        message = wire([Tag.LIST, *[expensive] * (20_000 // nodes)])
        assert peak_of(lambda message=message: decode(message)) < 20_000 * 700


def test_claims_are_seen_before_anything_is_built():
    """30 ** 6 items by claims and a string of 300 MB cost no more than the bytes that are there."""
    for name in ("30 ** 6 items by claims", "claims in claims", "a string of 300 MB that is not there"):

        def read(name=name):
            with pytest.raises(CodecError):
                decode(HOSTILE[name])

        assert peak_of(read) < 64 * 1024


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "ends too early"),
        (b"\x01\x02", "do not match"),
        (b"\xa5text", "do not match"),
        (b"\x92\xa1a", "ends too early"),
        (b"\x93\x01", "more items than it has bytes"),
        (b"\x91\x91\x91\x90", "deeper than 3"),
        (b"\x95\x01\x01\x01\x01\x01", "more than 5 values"),
        (b"\xc4\xff" + bytes(255), "more than 100"),
        (b"\x80", "foreign kind"),
    ],
)
def test_the_bounds_are_held_without_msgpack(data, reason):
    """The look at the bytes refuses by itself, before MessagePack's own decoder is asked."""
    with pytest.raises(CodecError, match=reason):
        scan(data, WireLimits(bytes=100, nodes=5, depth=3))


def test_unknown_time_zones_are_not_looked_up(monkeypatch):
    """A name that is no time zone reaches neither the file system nor the import system."""
    monkeypatch.setattr(zoneinfo, "ZoneInfo", lambda name: pytest.fail("the name was looked up"))
    for name in ("../../etc/passwd", "os/path", ""):
        with pytest.raises(CodecError, match="unknown time zone"):
            decode(wire(Tag.DATETIME, 2024, 1, 1, 0, 0, 0, 0, 0, name))


def reads_or_refuses(data):
    try:
        decode(data, resolve=lambda ref: ref)
    except CodecError:
        return


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_raise_only_the_named_error(data):
    """Bytes of any origin are a message or raise CodecError."""
    reads_or_refuses(data)


LEAVES = (
    st.none() | st.booleans() | st.integers(-3, 70) | st.floats() | st.text(max_size=4) | st.binary(max_size=16)
    | st.sampled_from(["<f8", "|b1", "<M8[s]", "|i1", "<U1", "UTC", "D", "python"])
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda tag, rest: [int(tag), *rest], st.sampled_from(list(Tag)), st.lists(inner, max_size=5))
        | st.lists(st.integers(0, 3), max_size=2)
    ),
    max_leaves=15,
)
VALID = [
    [1, "a", None, 2.5, {"k": (1, b"x")}, {1, 2}, 10**30, dt.datetime(2024, 1, 1, tzinfo=dt.UTC), deque([1], 2)],
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"]), "d": pd.array([1, None], "Int8")}),
    pd.DataFrame(np.eye(2), index=pd.date_range("2024", periods=2, tz="UTC"), columns=pd.MultiIndex.from_tuples([(1, 2), (1, 3)])),
    [np.arange(6.0).reshape(2, 3), np.array(["a", None], dtype=object), np.float32(1), namedtuple("P", "x y")(1, 2)],
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_wrong_trees_raise_only_the_named_error(tree):
    """Well-formed MessagePack with tags in wrong places is a message or raises CodecError."""
    reads_or_refuses(msgpack.packb(tree))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([encode(value) for value in VALID]), st.data())
def test_mutated_messages_raise_only_the_named_error(message, data):
    """A message with bytes changed, cut or doubled is a message or raises CodecError."""
    mutant = bytearray(message)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutant) - 1))
        change = data.draw(st.sampled_from(["set", "cut", "double"]))
        if change == "set":
            mutant[place] = data.draw(st.integers(0, 255))
        elif change == "cut":
            del mutant[place : place + 1]
        else:
            mutant[place:place] = mutant[place : place + 8]
        if not mutant:
            break
    reads_or_refuses(bytes(mutant))


class Alarm:
    """Has every method that writing a value could call by mistake; each is an alarm."""

    def _alarm(self, *args, **kwargs):
        pytest.fail("a method of the value was called", pytrace=True)

    __reduce__ = __reduce_ex__ = __getstate__ = __eq__ = __hash__ = __len__ = __iter__ = __bool__ = _alarm
    __array__ = __array_interface__ = __float__ = __int__ = __index__ = __str__ = __repr__ = __getitem__ = _alarm
    __getattribute__ = __dir__ = __contains__ = __call__ = items = keys = values = tolist = numpy = _alarm


class LyingMeta(type):
    """A metaclass that answers for its classes."""

    def __eq__(cls, other):
        pytest.fail("the metaclass was asked")

    def __hash__(cls):
        pytest.fail("the metaclass was asked")

    __name__ = property(lambda cls: pytest.fail("the metaclass was asked"))


class Posing:
    """Says that it is a list."""

    __class__ = property(lambda self: pytest.fail("the value was asked for its class"))


def hostile_class(name, *bases, **body):
    return type(name, bases, {**vars(Alarm), **body, "__slots__": ()} if bases else dict(vars(Alarm)))


class Colour(enum.IntEnum):
    RED = 1


NOT_PLAIN = {
    "object": object(),
    "alarm": Alarm(),
    "lying class": LyingMeta("Lying", (), {})(),
    "lying list": LyingMeta("Lying", (list,), {})(),
    "posing": Posing(),
    "function": lambda: 1,
    "class": int,
    "module": sys,
    "enum": Colour.RED,
    **{
        base.__name__: base.__new__(hostile_class("Sub", base))
        for base in (list, dict, set, tuple, int, str, float, bytes, frozenset)
    },
    "array": np.arange(3).view(type("Sub", (np.ndarray,), {"__eq__": Alarm._alarm})),
    "masked array": np.ma.array([1, 2], mask=[True, False]),
    "matrix": np.arange(4).view(np.recarray),
    "structured array": np.zeros(2, "f8,f8"),
    "void": np.zeros(1, "f8,f8")[0],
    "frame": type("Sub", (pd.DataFrame,), {})({"a": [1]}),
    "series": type("Sub", (pd.Series,), {})([1.0]),
    "index": pd.interval_range(0, 3),
    "periods": pd.Series(pd.period_range("2024", periods=2, freq="M")),
    "namedtuple with a method": type("Sub", (namedtuple("P", "x"),), {"x": 5})(1),
    "namedtuple with a lie": namedtuple("P", "x")._make([1]),
    "dict with a key of its own": {Colour.RED: 1},
    "set with an element of its own": {(1, Colour.RED)},
    "iterator": iter([1]),
    "time zone": dt.UTC,
}  # fmt: skip
setattr(type(NOT_PLAIN["namedtuple with a lie"]), "__eq__", lambda self, other: True)  # noqa: B010 - not this class


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_not_plain_is_referred_to(name):
    """A value of any other type, a subclass above all, is never asked anything: it goes to ``refer``, or raises."""
    value = NOT_PLAIN[name]
    seen = []

    def refer(candidate):
        seen.append(candidate)
        return Ref("thing", len(seen), {"place": "list"})

    with pytest.raises(CodecError, match="not plain"):
        encode([value])
    back = decode(encode([1, value], refer=refer), resolve=lambda ref: ref)
    assert back == [1, Ref("thing", 1, {"place": "list"})]
    assert len(seen) == 1
    assert seen[0] is value


def test_references_stand_where_they_stood():
    """References in lists, dicts, object arrays and frames are resolved in place."""
    thing = Alarm()
    frame = pd.DataFrame({"a": [1, 2]}).astype(object)
    frame.iloc[1, 0] = 5
    array = np.array([1, None], dtype=object)
    array[1] = thing
    message = encode({"list": [thing], "array": array, "frame": frame}, refer=lambda value: Ref("thing", 7))
    back = decode(message, resolve=lambda ref: f"{ref.kind} {ref.id}")
    assert back["list"] == ["thing 7"]
    assert back["array"].tolist() == [1, "thing 7"]
    with pytest.raises(CodecError, match="nothing resolves"):
        decode(message)


def test_facts_are_plain():
    """Facts that aren't plain data are refused, and don't ask ``refer`` again."""
    with pytest.raises(CodecError, match="facts"):
        encode(object(), refer=lambda value: Ref("thing", 1, {"self": value}))


@pytest.mark.parametrize("make", [lambda x: [x], lambda x: {"a": x}, lambda x: deque([x])])
def test_cycles_are_refused(make):
    """A value that holds itself raises CodecError instead of writing without end."""
    value = make(None)
    if isinstance(value, dict):
        value["a"] = value
    else:
        value[0] = value
    with pytest.raises(CodecError, match="holds itself"):
        encode(value)


def test_shared_lists_do_not_explode():
    """Thirty lists of thirty of the same list, six deep, are refused early: 30 ** 6 values are too many."""
    value = [0] * 30
    for _ in range(5):
        value = [value] * 30
    with pytest.raises(CodecError, match="more than"):
        encode(value)


def test_large_values_are_refused_before_they_are_copied():
    """An array above the limit is refused without a copy of it."""
    big = np.broadcast_to(np.float64(0), (10**6, 10**3))

    def write():
        with pytest.raises(CodecError):
            encode([big])

    assert peak_of(write) < MEBIBYTE


def test_limits_are_the_callers():
    """Smaller limits hold on both sides."""
    limits = WireLimits(bytes=100, nodes=10)
    with pytest.raises(CodecError):
        encode("x" * 200, limits=limits)
    with pytest.raises(CodecError):
        decode(encode("x" * 200), limits=limits)
    with pytest.raises(CodecError):
        encode(list(range(20)), limits=limits)
    with pytest.raises(ValueError, match="depth"):
        WireLimits(depth=5000)


def test_decoding_imports_nothing_by_name():
    """Reading every hostile message loads no module that a message named."""
    before = set(sys.modules)
    for data in HOSTILE.values():
        reads_or_refuses(data)
    assert not {name for name in set(sys.modules) - before if name.split(".")[0] in ("os", "tzdata")}
