"""References: how a value that stays on its own side is spoken of on the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from softmark.codec.wire import CodecError, Tag, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder


@dataclass(frozen=True)
class Ref:
    """Stands for a value that is not plain data.

    Attributes:
        kind: what sort of thing it is, in the words of whoever refers to it.
        id: what its own side knows it by; not negative, below 2 ** 63.
        facts: plain data that its own side claims about it.
    """

    kind: str
    id: int
    facts: Mapping[str, object] = field(default_factory=dict)


def write_ref(encoder: "Encoder", ref: Ref) -> list[Any]:
    """``[REF, kind, id, facts]``."""
    if type(ref.kind) is not str or type(ref.id) is not int or not 0 <= ref.id < 1 << 63:
        raise CodecError("a reference needs a kind (text) and an id (0 or more)")
    return [Tag.REF, ref.kind, ref.id, encoder.key(dict(ref.facts))]


def read_ref(decoder: "Decoder", payload: list[Any]) -> object:
    """What the decoder's ``resolve`` makes of the reference."""
    kind, number, facts = payload
    if leaf(number, int) < 0:
        raise CodecError("a reference's id is negative")
    facts = leaf(decoder.key(facts), dict)
    if any(type(name) is not str for name in facts):
        raise CodecError("a reference's facts need names")
    return decoder.resolved(Ref(leaf(kind, str), number, facts))
