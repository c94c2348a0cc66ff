"""Which pictures of a submission are shown: PNG and JPEG that are what they say, of a sane size."""

import base64
import binascii
import itertools
import re
from dataclasses import dataclass

_DATA_URI = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)
_INLINE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# JPEG's start-of-frame markers: all C0..CF but DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

MAX_BYTES = 2 << 20
MAX_SIDE = 10_000
#: A browser holds 4 bytes a pixel, however small the file is.
MAX_PIXELS = 25_000_000


@dataclass(frozen=True)
class Picture:
    """A picture that was checked.

    Attributes:
        mime: ``image/png`` or ``image/jpeg``.
        data: the bytes in base64, without line breaks.
    """

    mime: str
    data: str

    @property
    def uri(self) -> str:
        """The picture as a ``data:`` URI."""
        return f"data:{self.mime};base64,{self.data}"


def picture(mime: str, data: object) -> Picture | None:
    """The picture in base64 ``data``, or ``None`` unless it is a PNG or JPEG that ``mime`` names."""
    if isinstance(data, list):
        data = "".join(part for part in data if isinstance(part, str))
    if not isinstance(data, str) or len(data) > MAX_BYTES * 3 // 2:
        return None
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    size = {"image/png": _png_size, "image/jpeg": _jpeg_size}.get(mime, _no_size)(raw)
    if size is None or len(raw) > MAX_BYTES:
        return None
    width, height = size
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS):
        return None
    return Picture(mime, base64.b64encode(raw).decode("ascii"))


def picture_of_uri(uri: str) -> Picture | None:
    """The picture in a ``data:`` URI, or ``None``."""
    match = _DATA_URI.fullmatch(uri.strip())
    return picture(match[1].lower(), match[2]) if match else None


def lift_pictures(text: str) -> tuple[str, dict[str, Picture]]:
    """``text`` with ``attachment:name`` in place of each ``data:`` URI of a picture, and the good pictures by name.

    So that text is parsed, and its length bounded, without megabytes of base64 in it.
    """
    pictures: dict[str, Picture] = {}
    names = itertools.count()

    def lift(match: re.Match[str]) -> str:
        name = f"inline-{next(names)}"
        image = picture(match[1].lower(), match[2])
        if image is not None:
            pictures[name] = image
        return f"attachment:{name}"

    return _INLINE.sub(lift, text), pictures


def _no_size(raw: bytes) -> None:
    return None


def _png_size(raw: bytes) -> tuple[int, int] | None:
    if len(raw) < 33 or not raw.startswith(_PNG) or raw[12:16] != b"IHDR":
        return None
    return int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])


def _jpeg_size(raw: bytes) -> tuple[int, int] | None:
    if not raw.startswith(_JPEG):
        return None
    at = 2
    while at + 9 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker in _FRAMES:
            return int.from_bytes(raw[at + 7 : at + 9]), int.from_bytes(raw[at + 5 : at + 7])
        at += 2 + int.from_bytes(raw[at + 2 : at + 4])
    return None
