"""Writers and readers of pandas objects: frames as columns, columns as arrays.

pandas is imported only where a message holds such an object, and looked for only where it is loaded already.
"""

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from softmark.codec.dates import read_zone, write_zone
from softmark.codec.wire import CodecError, NotPlain, Tag, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder

_FREQUENCY = re.compile(r"-?[0-9]{0,4}[A-Za-z]{1,3}(-[A-Z]{3})?")


# Columns: what a Series, an Index or a column of a frame holds


def _column(values: Any) -> Any:
    """The array inside a Series or Index: numpy's where it is one, else pandas' own."""
    return values.to_numpy() if isinstance(values.dtype, np.dtype) else values.array


def _write_column(write: Callable[[object], Any], values: Any) -> Any:
    column = _column(values)
    if id(type(column)) not in _column_types():
        raise NotPlain
    return write(column)


def _read_column(read: Callable[[object], Any], wire: object) -> Any:
    column = read(wire)
    if id(type(column)) not in _column_types():
        raise CodecError("the message has a column of a foreign kind")
    if type(column) is np.ndarray and (column.ndim != 1 or column.dtype.kind not in "biufcmMO"):
        raise CodecError("the message has a column of a foreign dtype")
    return column


def _dtype(column: Any) -> Any:
    """What pandas must be told, so that it takes objects for objects and looks for nothing else in them."""
    return object if column.dtype == np.dtype(object) else None


def _write_categorical(encoder: "Encoder", value: Any) -> list[Any]:
    return [
        Tag.CATEGORICAL,
        encoder.key(np.array(value.codes)),
        encoder.key(value.categories),
        bool(value.ordered),
    ]


def _read_categorical(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    codes, categories, ordered = payload
    decoder.weigh()
    dtype = pd.CategoricalDtype(_read_index_part(decoder, categories), leaf(ordered, bool))
    codes = leaf(decoder.key(codes), np.ndarray)
    if codes.ndim != 1 or codes.dtype.kind != "i":
        raise CodecError("a categorical's codes are no integers")
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _write_masked(encoder: "Encoder", value: Any) -> list[Any]:
    mask = np.array(value.isna())
    data = value.to_numpy(dtype=value.dtype.numpy_dtype, na_value=0)
    return [Tag.MASKED, encoder.key(data), encoder.key(mask)]


def _read_masked(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    data, mask = (leaf(decoder.key(part), np.ndarray) for part in payload)
    if mask.dtype.kind != "b" or mask.shape != data.shape or data.ndim != 1:
        raise CodecError("a nullable array's mask does not match it")
    kinds = {"b": pd.arrays.BooleanArray, "i": pd.arrays.IntegerArray, "u": pd.arrays.IntegerArray}
    return kinds.get(data.dtype.kind, pd.arrays.FloatingArray)(data, mask)


def _write_strings(encoder: "Encoder", value: Any) -> list[Any]:
    """``[STRINGS, storage, whether a missing one is NA (or else nan), text or nil, ...]``."""
    import pandas as pd

    items = [None if missing else item for item, missing in zip(value, value.isna(), strict=True)]
    if not all(item is None or type(item) is str for item in items):
        raise NotPlain
    return [Tag.STRINGS, value.dtype.storage, value.dtype.na_value is pd.NA, *map(encoder.wire, items)]


def _read_strings(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    storage, has_na, *items = payload
    if storage not in ("python", "pyarrow") or not all(item is None or type(item) is str for item in items):
        raise CodecError("an array of strings holds something else")
    na_value = pd.NA if leaf(has_na, bool) else np.nan
    try:
        dtype = pd.StringDtype(storage, na_value=na_value)
    except ImportError:  # no pyarrow on this side
        dtype = pd.StringDtype("python", na_value=na_value)
    return pd.array(items, dtype=dtype)


def _write_dates(encoder: "Encoder", value: Any) -> list[Any]:
    """``[DATES, array of UTC or local times, time zone]``; also for dates without a time zone."""
    zone = write_zone(value.tz)
    times = value if zone is None else value.tz_convert(None)
    return [Tag.DATES, encoder.key(times.to_numpy()), zone]


def _read_dates(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    times, zone = payload
    times = leaf(decoder.key(times), np.ndarray)
    if times.ndim != 1 or times.dtype.kind != "M":
        raise CodecError("an array of dates holds something else")
    dates = pd.DatetimeIndex(times)
    return (dates if zone is None else dates.tz_localize("UTC").tz_convert(read_zone(zone))).array


# Indexes


def _write_index(encoder: "Encoder", value: Any) -> list[Any]:
    """``[INDEX, column, name, frequency or nil]``; its elements are keys."""
    encoder.weigh()
    return [
        Tag.INDEX,
        _write_column(encoder.key, value),
        encoder.key(value.name),
        getattr(value, "freqstr", None),
    ]


def _read_index(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    decoder.weigh()
    column, name, frequency = payload
    column = _read_column(decoder.key, column)
    index = pd.Index(column, dtype=_dtype(column), name=decoder.key(name), copy=False)
    if frequency is not None:
        if not _FREQUENCY.fullmatch(leaf(frequency, str)):
            raise CodecError("an index has an unknown frequency")
        index.freq = frequency
    return index


def _write_range_index(encoder: "Encoder", value: Any) -> list[Any]:
    encoder.weigh()
    return [Tag.RANGE_INDEX, encoder.key(range(value.start, value.stop, value.step)), encoder.key(value.name)]


def _read_range_index(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    decoder.weigh()
    numbers, name = payload
    numbers = leaf(decoder.key(numbers), range)
    if len(numbers) * np.dtype(np.int64).itemsize > decoder.limits.bytes:  # pandas makes an array of it on a whim
        raise CodecError(f"an index has more than {decoder.limits.bytes} bytes")
    return pd.RangeIndex(numbers, name=decoder.key(name))


def _write_multi_index(encoder: "Encoder", value: Any) -> list[Any]:
    """``[MULTI_INDEX, tuple of names, tuple of levels, tuple of codes]``."""
    encoder.weigh()
    levels = tuple(level.rename(None) for level in value.levels)
    codes = tuple(np.array(codes) for codes in value.codes)
    return [Tag.MULTI_INDEX, *map(encoder.key, (tuple(value.names), levels, codes))]


def _read_multi_index(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    decoder.weigh()
    names, levels, codes = (leaf(decoder.key(part), tuple) for part in payload)
    if not all(id(type(level)) in _index_types() for level in levels):
        raise CodecError("the message has a level of a foreign kind")
    if not all(type(code) is np.ndarray and code.ndim == 1 and code.dtype.kind == "i" for code in codes):
        raise CodecError("the message has codes of a foreign kind")
    return pd.MultiIndex(levels=levels, codes=codes, names=names)


def _read_index_part(decoder: "Decoder", wire: object) -> Any:
    index = decoder.key(wire)
    if id(type(index)) not in _index_types():
        raise CodecError("the message has an index of a foreign kind")
    return index


# Series and frames


def _write_series(encoder: "Encoder", value: Any) -> list[Any]:
    """``[SERIES, index, name, column]``."""
    encoder.weigh()
    return [Tag.SERIES, encoder.key(value.index), encoder.key(value.name), _write_column(encoder.wire, value)]


def _read_series(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    decoder.weigh()
    index, name, column = payload
    index, column = _read_index_part(decoder, index), _read_column(decoder.value, column)
    return pd.Series(column, index=index, name=decoder.key(name), dtype=_dtype(column), copy=False)


def _write_frame(encoder: "Encoder", value: Any) -> list[Any]:
    """``[FRAME, index, names of the columns as an index, column, ...]``."""
    encoder.weigh()
    columns = [_write_column(encoder.wire, value.iloc[:, position]) for position in range(value.shape[1])]
    return [Tag.FRAME, encoder.key(value.index), encoder.key(value.columns), *columns]


def _read_frame(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    decoder.weigh()
    index, names, *wires = payload
    index, names = _read_index_part(decoder, index), _read_index_part(decoder, names)
    if len(names) != len(wires):
        raise CodecError("a frame's columns do not match their names")
    columns = [_read_column(decoder.value, wire) for wire in wires]
    if any(len(column) != len(index) for column in columns):
        raise CodecError("a frame's columns do not match its index")
    # By position first, since names may occur twice; as Series, since a frame would look for text in objects.
    series = {
        position: pd.Series(column, index=index, dtype=_dtype(column), copy=False)
        for position, column in enumerate(columns)
    }
    frame = pd.DataFrame(series, index=index)
    frame.columns = names
    return frame


# Scalars


def _write_timestamp(encoder: "Encoder", value: Any) -> list[Any]:
    """``[TIMESTAMP, UTC or local time as numpy's scalar, time zone]``."""
    return [Tag.TIMESTAMP, encoder.wire(value.to_datetime64()), write_zone(value.tz)]


def _read_timestamp(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    time, zone = payload
    stamp = pd.Timestamp(leaf(decoder.value(time), np.datetime64))
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(read_zone(zone))


def _write_pandas_timedelta(encoder: "Encoder", value: Any) -> list[Any]:
    return [Tag.PANDAS_TIMEDELTA, encoder.wire(value.to_timedelta64())]


def _read_pandas_timedelta(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    (duration,) = payload
    return pd.Timedelta(leaf(decoder.value(duration), np.timedelta64))


def _write_not_a_time(encoder: "Encoder", value: Any) -> list[Any]:
    return [Tag.NOT_A_TIME]


def _read_not_a_time(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    () = payload
    return pd.NaT


def _write_not_available(encoder: "Encoder", value: Any) -> list[Any]:
    return [Tag.NOT_AVAILABLE]


def _read_not_available(decoder: "Decoder", payload: list[Any]) -> Any:
    import pandas as pd

    () = payload
    return pd.NA


# Tables


@lru_cache(maxsize=1)
def _pandas_writers() -> dict[int, Callable[["Encoder", Any], Any]]:
    import pandas as pd

    array = pd.arrays
    strings = {type(pd.array([], dtype=pd.StringDtype("python", na_value=na))) for na in (pd.NA, np.nan)}
    table: dict[type, Callable[[Encoder, Any], Any]] = {
        pd.Series: _write_series,
        pd.DataFrame: _write_frame,
        **dict.fromkeys(_index_classes(), _write_index),
        pd.RangeIndex: _write_range_index,
        pd.MultiIndex: _write_multi_index,
        pd.Timestamp: _write_timestamp,
        pd.Timedelta: _write_pandas_timedelta,
        type(pd.NaT): _write_not_a_time,
        type(pd.NA): _write_not_available,
        pd.Categorical: _write_categorical,
        array.IntegerArray: _write_masked,
        array.FloatingArray: _write_masked,
        array.BooleanArray: _write_masked,
        array.ArrowStringArray: _write_strings,
        **dict.fromkeys(strings, _write_strings),
        array.DatetimeArray: _write_dates,
    }
    return {id(kind): writer for kind, writer in table.items()}


def _index_classes() -> tuple[type, ...]:
    import pandas as pd

    return pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex


@lru_cache(maxsize=1)
def _index_types() -> frozenset[int]:
    import pandas as pd

    return frozenset(map(id, (*_index_classes(), pd.RangeIndex, pd.MultiIndex)))


@lru_cache(maxsize=1)
def _column_types() -> frozenset[int]:
    """The ids of the types that a column may be: numpy's arrays and what pandas arrays have a writer here."""
    writers = (_write_categorical, _write_masked, _write_strings, _write_dates)
    return frozenset({id(np.ndarray)} | {kind for kind, writer in _pandas_writers().items() if writer in writers})


def loaded_writers() -> dict[int, Callable[["Encoder", Any], Any]]:
    """The writers of pandas objects, by the id of their type; nothing as long as pandas isn't loaded."""
    # A half-loaded pandas, or another module of that name, has no DataFrame and so no frames to write.
    return _pandas_writers() if hasattr(sys.modules.get("pandas"), "DataFrame") else {}


READERS: dict[int, Callable[["Decoder", list[Any]], object]] = {
    Tag.SERIES: _read_series,
    Tag.FRAME: _read_frame,
    Tag.INDEX: _read_index,
    Tag.RANGE_INDEX: _read_range_index,
    Tag.MULTI_INDEX: _read_multi_index,
    Tag.TIMESTAMP: _read_timestamp,
    Tag.PANDAS_TIMEDELTA: _read_pandas_timedelta,
    Tag.NOT_A_TIME: _read_not_a_time,
    Tag.NOT_AVAILABLE: _read_not_available,
    Tag.CATEGORICAL: _read_categorical,
    Tag.MASKED: _read_masked,
    Tag.STRINGS: _read_strings,
    Tag.DATES: _read_dates,
}
