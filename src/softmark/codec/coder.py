"""Encoding and decoding one message: the tables of writers and readers, and the walk over a value.

Only values of *exactly* the types in the tables are plain data. A subclass may bring methods of its own (a
list whose ``__eq__`` always agrees), so it goes to ``refer``. No method of a value is called before its type
is known.
"""

from collections.abc import Callable
from typing import Any

import msgpack

from softmark.codec import arrays, containers, dates, frames, plain, refs
from softmark.codec.refs import Ref
from softmark.codec.wire import CodecError, NotPlain, Tag, WireLimits, scan

Writer = Callable[["Encoder", Any], Any]
Reader = Callable[["Decoder", list[Any]], object]

# Keyed by the type's id: a lookup by the type itself would call a metaclass's __hash__.
_WRITERS: dict[int, Writer] = {
    id(kind): writer
    for table in (plain.WRITERS, containers.WRITERS, dates.WRITERS, arrays.WRITERS, {Ref: refs.write_ref})
    for kind, writer in table.items()
}
_READERS: dict[int, Reader] = {
    **plain.READERS,
    **containers.READERS,
    **dates.READERS,
    **arrays.READERS,
    **frames.READERS,
    Tag.REF: refs.read_ref,
}


class Encoder:
    """Turns one value into nested lists that MessagePack can write."""

    def __init__(self, refer: Callable[[object], Ref | None] | None, limits: WireLimits) -> None:
        self.limits = limits
        self._refer = refer
        self._nodes = self._bytes = self._depth = self._objects = 0
        self._refless = 0
        self._loaded = {**arrays.loaded_writers(), **frames.loaded_writers()}

    def wire(self, value: object) -> Any:
        """What stands for ``value`` in the message.

        Raises:
            CodecError: if it is too large, too deep, or neither plain nor known to ``refer``.
            NotPlain: if it is not plain and stands where no reference may (a key); its holder is referred to.
        """
        before = self._nodes, self._bytes, self._objects
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            raise CodecError(f"the value holds more than {self.limits.nodes} values")
        if self._depth > self.limits.depth:
            raise CodecError(f"the value is nested deeper than {self.limits.depth}, or holds itself")
        kind = type(value)
        writer = _WRITERS.get(id(kind)) or self._loaded.get(id(kind))
        if writer is None and containers.is_namedtuple_class(kind):
            writer = containers.write_namedtuple
        self._depth += 1
        try:
            if writer is None:
                raise NotPlain
            return writer(self, value)
        except NotPlain:
            if self._refless:
                raise
            self._nodes, self._bytes, self._objects = before
            return self._reference(value)
        finally:
            self._depth -= 1

    def key(self, value: object) -> Any:
        """The same, where no reference may stand: a key, an element of a set, a name, a fact."""
        self._refless += 1
        try:
            return self.wire(value)
        finally:
            self._refless -= 1

    def spend(self, size: int) -> None:
        """Count bytes before they are copied; raises CodecError when there are too many."""
        self._bytes += size
        if self._bytes > self.limits.bytes:
            raise CodecError(f"the value has more than {self.limits.bytes} bytes")

    def weigh(self) -> None:
        """Count an expensive object; raises CodecError when there are too many."""
        self._objects += 1
        if self._objects > self.limits.objects:
            raise CodecError(f"the value holds more than {self.limits.objects} frames, indexes and the like")

    def _reference(self, value: object) -> Any:
        ref = None if self._refer is None else self._refer(value)
        if ref is None:
            # Not __name__ by attribute: a metaclass may answer for it.
            name = type.__dict__["__name__"].__get__(type(value))
            raise CodecError(f"a {name} is not plain data")
        self._nodes += 1
        try:
            return refs.write_ref(self, ref)
        except NotPlain:
            raise CodecError("the facts of a reference must be plain data") from None


class Decoder:
    """Builds one value from what MessagePack read, after :func:`~softmark.codec.wire.scan` has passed it."""

    def __init__(self, resolve: Callable[[Ref], object] | None, limits: WireLimits) -> None:
        self.limits = limits
        self._resolve = resolve
        self._objects = 0
        self._refless = 0

    def value(self, wire: object) -> Any:
        """The value that stands in the message; raises CodecError, or whatever its reader stumbles over."""
        if type(wire) is not list:
            return wire
        tag = wire[0] if wire else None
        reader = _READERS.get(tag) if type(tag) is int else None
        if reader is None:
            raise CodecError(f"the message has an array of an unknown kind ({tag!r:.40})")
        return reader(self, wire[1:])

    def key(self, wire: object) -> Any:
        """The same, where no reference may stand: what it resolves to may bring its own ``__hash__``."""
        self._refless += 1
        try:
            return self.value(wire)
        finally:
            self._refless -= 1

    def weigh(self) -> None:
        """Count an expensive object; raises CodecError when there are too many."""
        self._objects += 1
        if self._objects > self.limits.objects:
            raise CodecError(f"the message holds more than {self.limits.objects} frames, indexes and the like")

    def resolved(self, ref: Ref) -> object:
        """What stands for ``ref`` on this side."""
        if self._refless:
            raise CodecError("the message has a reference where only plain data may stand")
        if self._resolve is None:
            raise CodecError("the message has a reference and nothing resolves it")
        return self._resolve(ref)


def encode(
    value: object,
    *,
    refer: Callable[[object], Ref | None] | None = None,
    limits: WireLimits = WireLimits(),  # noqa: B008 - frozen
) -> bytes:
    """The message that :func:`decode` turns into an equal value of the same type.

    Args:
        value: plain data, or what ``refer`` knows.
        refer: called for each value inside that isn't plain data; ``None`` says that it can't cross, either.
            A dict, set or frame with a *key* that isn't plain is referred to as a whole.
        limits: bounds of the message.

    Raises:
        CodecError: if the value is too large or too deep, holds itself, or isn't plain and ``refer`` doesn't
            know it. An exception of ``refer`` comes out as a CodecError whose cause it is.
    """
    try:
        data: bytes = msgpack.packb(Encoder(refer, limits).wire(value), unicode_errors="surrogatepass")
        scan(data, limits)  # what leaves here is what decode lets in
    except CodecError:
        raise
    except Exception as error:
        raise CodecError(f"the value can't be written ({type(error).__name__})") from error
    return data


def decode(
    data: bytes,
    *,
    resolve: Callable[[Ref], object] | None = None,
    limits: WireLimits = WireLimits(),  # noqa: B008 - frozen
) -> Any:
    """The value of a message, which may come from an enemy.

    Nothing is executed and nothing imported by a name in the message; its size, number of values and depth
    are checked before anything is built.

    Args:
        data: bytes of any origin.
        resolve: makes what stands for a reference on this side.
        limits: bounds of the message.

    Raises:
        CodecError: if ``data`` isn't a message within the limits. An exception of ``resolve`` comes out as a
            CodecError whose cause it is.
    """
    if type(data) is not bytes:
        raise CodecError("a message is bytes")
    try:
        scan(data, limits)
        return Decoder(resolve, limits).value(msgpack.unpackb(data, unicode_errors="surrogatepass"))
    except CodecError:
        raise
    except Exception as error:
        raise CodecError(f"the message can't be read ({type(error).__name__})") from error
