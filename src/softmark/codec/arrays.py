"""Writers and readers of numpy's arrays and scalars, and of TensorFlow's eager tensors."""

import math
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from softmark.codec.wire import CodecError, NotPlain, Tag, WireLimits, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder

MAX_AXES = 32

_PLAIN_DTYPE = re.compile(
    r"[<>|](?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16|32)|[SU][1-9][0-9]{0,8}"
    r"|[Mm]8(?:\[(?:[1-9][0-9]{0,8})?(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)"
)
_MAX_CODE_POINT = 0x10FFFF


def _dtype_name(dtype: np.dtype[Any]) -> str:
    """How a plain dtype is written; raises NotPlain for all others."""
    name = dtype.str
    if not _PLAIN_DTYPE.fullmatch(name) or np.dtype(name) != dtype:
        raise NotPlain
    return name


def _read_dtype(wire: object) -> np.dtype[Any]:
    name = leaf(wire, str)
    if not _PLAIN_DTYPE.fullmatch(name):
        raise CodecError("the message has an array of a foreign dtype")
    return np.dtype(name)


def _check_size(shape: tuple[int, ...], itemsize: int, limits: WireLimits) -> None:
    """Bound an array as if it had no empty axis: (0, 10 ** 18) is small until someone lists its columns."""
    if len(shape) > MAX_AXES or any(length < 0 for length in shape):
        raise CodecError("an array has an impossible shape")
    if itemsize * math.prod(length or 1 for length in shape) > limits.bytes:
        raise CodecError(f"an array has more than {limits.bytes} bytes")


def _write_array(encoder: "Encoder", value: np.ndarray[Any, Any]) -> list[Any]:
    """``[ARRAY, dtype, [length, ...], bytes]`` or ``[OBJECT_ARRAY, [length, ...], item, ...]``."""
    dtype, shape = value.dtype, list(value.shape)
    _check_size(value.shape, dtype.itemsize, encoder.limits)
    if dtype == np.dtype(object):
        return [Tag.OBJECT_ARRAY, shape, *map(encoder.wire, value.reshape(-1).tolist())]
    name = _dtype_name(dtype)
    encoder.spend(value.nbytes)
    return [Tag.ARRAY, name, shape, value.tobytes()]


def _read_shape(wire: object) -> tuple[int, ...]:
    return tuple(leaf(length, int) for length in leaf(wire, list))


def _read_array(decoder: "Decoder", payload: list[Any]) -> np.ndarray[Any, Any]:
    name, lengths, data = payload
    dtype, shape = _read_dtype(name), _read_shape(lengths)
    _check_size(shape, dtype.itemsize, decoder.limits)
    if len(leaf(data, bytes)) != math.prod(shape) * dtype.itemsize:
        raise CodecError("an array's shape does not match its bytes")
    flat = np.frombuffer(data, dtype)
    _check_content(flat)
    return flat.reshape(shape).copy()


def _check_content(flat: np.ndarray[Any, Any]) -> None:
    """Refuse bytes that no array of that dtype holds: a boolean of 2 is neither True nor False."""
    if flat.size == 0:
        return
    if flat.dtype.kind == "b" and flat.view(np.uint8).max() > 1:
        raise CodecError("an array of booleans holds something else")
    if flat.dtype.kind == "U":
        points = flat.view(np.dtype(np.uint32).newbyteorder(flat.dtype.byteorder))
        if points.max() > _MAX_CODE_POINT:
            raise CodecError("an array of text holds something else")


def _read_object_array(decoder: "Decoder", payload: list[Any]) -> np.ndarray[Any, Any]:
    lengths, *items = payload
    shape = _read_shape(lengths)
    _check_size(shape, np.dtype(object).itemsize, decoder.limits)
    if len(items) != math.prod(shape):
        raise CodecError("an array's shape does not match its items")
    flat = np.empty(len(items), dtype=object)
    for position, item in enumerate(items):
        flat[position] = decoder.value(item)  # one by one: numpy would unpack lists of equal length
    return flat.reshape(shape)


def _write_scalar(encoder: "Encoder", value: np.generic) -> list[Any]:
    return [Tag.SCALAR, _dtype_name(value.dtype), value.tobytes()]


def _read_scalar(decoder: "Decoder", payload: list[Any]) -> Any:
    name, data = payload
    dtype = _read_dtype(name)
    if dtype.kind in "SU":
        raise CodecError("the message has text where a number belongs")
    flat = np.frombuffer(leaf(data, bytes), dtype)
    _check_content(flat)
    (value,) = flat
    return value


def _write_str_scalar(encoder: "Encoder", value: np.str_) -> list[Any]:
    return [Tag.STR_SCALAR, encoder.wire(str.__str__(value))]


def _read_str_scalar(decoder: "Decoder", payload: list[Any]) -> np.str_:
    (text,) = payload
    return np.str_(leaf(text, str))


def _write_bytes_scalar(encoder: "Encoder", value: np.bytes_) -> list[Any]:
    return [Tag.BYTES_SCALAR, encoder.wire(value[:])]


def _read_bytes_scalar(decoder: "Decoder", payload: list[Any]) -> np.bytes_:
    (data,) = payload
    return np.bytes_(leaf(data, bytes))


def _write_tensor(encoder: "Encoder", value: Any) -> list[Any]:
    encoder.weigh()
    array = value.numpy()
    if type(array) is not np.ndarray:  # a tensor without axes gives a scalar, or bytes
        array = np.array(array, dtype=object if type(array) is bytes else None)
    return [Tag.TENSOR, encoder.key(array)]


def _read_tensor(decoder: "Decoder", payload: list[Any]) -> object:
    decoder.weigh()
    (wire,) = payload
    array = leaf(decoder.key(wire), np.ndarray)
    texts = array.dtype == np.dtype(object) and all(type(item) is bytes for item in array.flat)
    if not texts and array.dtype.kind not in "biufc":
        raise CodecError("a tensor holds something else than numbers or bytes")
    import tensorflow as tf

    return tf.constant(array)


def loaded_writers() -> dict[int, Callable[["Encoder", Any], Any]]:
    """The writer of eager tensors, by the id of their type; nothing as long as TensorFlow isn't loaded."""
    ops = sys.modules.get("tensorflow.python.framework.ops")
    kind = getattr(ops, "EagerTensor", None)
    return {} if kind is None else {id(kind): _write_tensor}


_NUMBERS = {kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in "biufcmM"}

WRITERS: dict[type, Callable[["Encoder", Any], Any]] = {
    np.ndarray: _write_array,
    **dict.fromkeys(_NUMBERS, _write_scalar),
    np.str_: _write_str_scalar,
    np.bytes_: _write_bytes_scalar,
}

READERS: dict[int, Callable[["Decoder", list[Any]], object]] = {
    Tag.ARRAY: _read_array,
    Tag.OBJECT_ARRAY: _read_object_array,
    Tag.SCALAR: _read_scalar,
    Tag.STR_SCALAR: _read_str_scalar,
    Tag.BYTES_SCALAR: _read_bytes_scalar,
    Tag.TENSOR: _read_tensor,
}
