"""Writers and readers of dates, times and time zones."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from softmark.codec.wire import CodecError, NotPlain, Tag, leaf

if TYPE_CHECKING:
    from softmark.codec.coder import Decoder, Encoder


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
    return dt.datetime(year, month, day, hour, minute, second, microsecond, read_zone(zone), fold=leaf(fold, int))


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
    dt.datetime: _write_datetime,
    dt.date: _write_date,
    dt.time: _write_time,
    dt.timedelta: _write_timedelta,
}

READERS: dict[int, Callable[["Decoder", list[Any]], object]] = {
    Tag.DATETIME: _read_datetime,
    Tag.DATE: _read_date,
    Tag.TIME: _read_time,
    Tag.TIMEDELTA: _read_timedelta,
}
