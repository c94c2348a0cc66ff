"""The bounds of a message, and the look at its bytes before anything is built from them.

A message is a small part of MessagePack: nil, booleans, integers, 64-bit floats, strings, binary and arrays.
Maps and extension types never occur. Everything that MessagePack doesn't know is an array that begins with a
:class:`Tag`, so that a list is ``[Tag.LIST, item, ...]`` and each array in a message says what it is.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

T = TypeVar("T")

MEBIBYTE = 1 << 20

MAX_DEPTH = 100
"""No :class:`WireLimits` may allow more: values are built by recursion, a few Python frames a level."""


class CodecError(ValueError):
    """A value that may not cross, or a message that is none."""


class NotPlain(Exception):
    """Raised by a writer: this value isn't plain data and may cross as a reference only."""


@dataclass(frozen=True)
class WireLimits:
    """Bounds of one message; the same on both sides.

    Attributes:
        bytes: bytes of the message, and of one array in it as it would be with no empty axis.
        nodes: values in the message, counting what holds them.
        depth: arrays inside arrays; a list in a list is two deep. At most 100.
        objects: expensive objects: frames, series, indexes, tensors, namedtuple classes (some 10 KB each).
    """

    bytes: int = 64 * MEBIBYTE
    nodes: int = 300_000
    depth: int = 32
    objects: int = 4_000

    def __post_init__(self) -> None:
        if self.depth > MAX_DEPTH:
            raise ValueError(f"a depth of {self.depth} is above {MAX_DEPTH}")


class Tag(IntEnum):
    """The first item of each array in a message: what the rest of it is."""

    # plain.py
    INT = 1
    COMPLEX = 2
    BYTEARRAY = 3
    DECIMAL = 4
    FRACTION = 5
    RANGE = 6
    SLICE = 7
    ELLIPSIS = 8
    PATH = 9
    PURE_PATH = 10
    # containers.py
    LIST = 16
    TUPLE = 17
    DICT = 18
    SET = 19
    FROZENSET = 20
    DEQUE = 21
    ORDERED_DICT = 22
    COUNTER = 23
    DEFAULT_DICT = 24
    NAMEDTUPLE = 25
    # dates.py
    DATETIME = 28
    DATE = 29
    TIME = 30
    TIMEDELTA = 31
    # arrays.py
    ARRAY = 32
    OBJECT_ARRAY = 33
    SCALAR = 34
    STR_SCALAR = 35
    BYTES_SCALAR = 36
    TENSOR = 37
    # frames.py
    SERIES = 48
    FRAME = 49
    INDEX = 50
    RANGE_INDEX = 51
    MULTI_INDEX = 52
    TIMESTAMP = 53
    PANDAS_TIMEDELTA = 54
    NOT_A_TIME = 55
    NOT_AVAILABLE = 56
    CATEGORICAL = 57
    MASKED = 58
    STRINGS = 59
    DATES = 60
    # refs.py
    REF = 64


def leaf(value: object, kind: type[T]) -> T:
    """``value``, which must be of exactly that type (so that ``True`` is no integer).

    Raises:
        CodecError: if it isn't.
    """
    if type(value) is not kind:
        raise CodecError(f"the message has a {type(value).__name__} where a {kind.__name__} belongs")
    return value


# What the first byte of a MessagePack token says. _WIDTH: bytes of a token whose length it fixes; _CLAIM:
# bytes of the length that follows it; neither: the token is refused (maps, extension types, 32-bit floats).
_WIDTH = dict.fromkeys((*range(0x80), *range(0xE0, 0x100), 0xC0, 0xC2, 0xC3), 1)
_WIDTH |= {byte: 1 + (byte & 0x1F) for byte in range(0xA0, 0xC0)}
_WIDTH |= {0xCB: 9, 0xCC: 2, 0xCD: 3, 0xCE: 5, 0xCF: 9, 0xD0: 2, 0xD1: 3, 0xD2: 5, 0xD3: 9}
_CLAIM = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_ARRAY_CLAIM = {0xDC: 2, 0xDD: 4}


def scan(data: bytes, limits: WireLimits) -> None:
    """Walk over a message without building any of it.

    After this, building the message takes no more than its own bytes and a bounded number of objects:
    MessagePack's own decoder makes room for what each array *claims* to hold (a few bytes could claim 32 GB).

    Raises:
        CodecError: if it is not one whole message, or is larger than the limits.
    """
    size = len(data)
    if size > limits.bytes:
        raise CodecError(f"the message has {size} bytes, more than {limits.bytes}")
    position = nodes = 0
    waiting = [1]  # items still to come, per open array; the message itself is one item
    while waiting:
        if waiting[-1] == 0:
            waiting.pop()
            continue
        waiting[-1] -= 1
        nodes += 1
        if nodes > limits.nodes:
            raise CodecError(f"the message holds more than {limits.nodes} values")
        if position >= size:
            raise CodecError("the message ends too early")
        byte = data[position]
        width = _WIDTH.get(byte)
        if width is not None:
            position += width
            continue
        if 0x90 <= byte < 0xA0:
            items = byte & 0x0F
            position += 1
        else:
            claim = _CLAIM.get(byte) or _ARRAY_CLAIM.get(byte)
            if claim is None:
                raise CodecError(f"the message has a token of a foreign kind (0x{byte:02x})")
            length = int.from_bytes(data[position + 1 : position + 1 + claim], "big")
            position += 1 + claim
            if byte in _CLAIM:
                position += length
                continue
            items = length
        if items > size - position:
            raise CodecError("the message claims more items than it has bytes")
        if len(waiting) > limits.depth:
            raise CodecError(f"the message is nested deeper than {limits.depth}")
        waiting.append(items)
    if position != size:
        raise CodecError("the message's lengths do not match its bytes")
