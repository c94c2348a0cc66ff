"""Writers and readers of Python's numbers, text and other single values."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from softmark.codec.wire import CodecError, Tag, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder

MAX_INT_BYTES = 64 * 1024
MAX_FRACTION_BYTES = 1024
"""Reducing a fraction takes time quadratic in its length."""
MAX_EXPONENT = 100_000
"""A Decimal's exponent costs nothing until someone makes an integer of it."""


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


WRITERS: dict[type, Callable[["Encoder", Any], Any]] = {
    type(None): _write_native,
    bool: _write_native,
    float: _write_native,
    int: _write_int,
    str: _write_str,
    bytes: _write_bytes,
    bytearray: _write_bytearray,
    complex: _write_complex,
    range: _write_range,
    slice: _write_slice,
    EllipsisType: _write_ellipsis,
    Decimal: _write_decimal,
    Fraction: _write_fraction,
    PurePosixPath: _write_path,
    PosixPath: _write_path,
}

READERS: dict[int, Callable[["Decoder", list[Any]], object]] = {
    Tag.INT: _read_int,
    Tag.COMPLEX: _read_complex,
    Tag.BYTEARRAY: _read_bytearray,
    Tag.RANGE: _read_range,
    Tag.SLICE: _read_slice,
    Tag.ELLIPSIS: _read_ellipsis,
    Tag.DECIMAL: _read_decimal,
    Tag.FRACTION: _read_fraction,
    Tag.PURE_PATH: _read_pure_path,
    Tag.PATH: _read_path,
}
