"""Dates as files write them, to aware UTC: order of day and month decided by the column itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser  # type: ignore[import-untyped]

from pipeline.errors import InputError

Order = Literal["month", "day"]

_NUMBERS = re.compile(
    r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)"
    r"(?:[ T,]+(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?"
)
_EPOCH = re.compile(r"-?\d{1,19}(?:\.\d+)?")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LOOSE_OFFSET = re.compile(r"\s+([+-]\d{2}:?\d{2}|Z)$")
_ZONED = re.compile(r"(?::\d{2}(?:\.\d+)?\s*[+-]\d{2}:?\d{2}|\dZ|\b[A-Z]{2,4}T|UTC)(?:\s+\d{4})?$")
_AMERICAN = {  # hours from UTC
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_ZONES = {name: timezone(timedelta(hours=hours), name) for name, hours in _AMERICAN.items()}
_SERIAL = (32_874, 80_000)  # 1990 to 2119 as Excel counts days; as seconds all of it is 1970
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)


class NotADate(ValueError):
    """The value cannot be read as a moment; the text says why."""


@dataclass(frozen=True)
class OrderCount:
    """How many numeric dates of a column can only be day first, only month first, or either."""

    day: int = 0
    month: int = 0
    either: int = 0

    def __add__(self, other: "OrderCount") -> "OrderCount":
        return OrderCount(
            self.day + other.day, self.month + other.month, self.either + other.either
        )


@dataclass(frozen=True)
class DateReading:
    """How a file's dates are read. `order` None: no numeric date needs one."""

    zone: tzinfo
    zone_name: str
    zone_why: str
    order: Order | None = None
    assumed: bool = False

    def moment(self, value: Any, now: datetime) -> datetime:  # noqa: ANN401 — any cell
        """The value as aware UTC. Raises NotADate, also for a date before 1990 or to come."""
        found = _moment(value, self.order != "day", self.zone)
        if found < _EARLIEST:
            raise NotADate(f"absurd date: {found.astimezone(self.zone):%Y-%m-%d} lies before 1990")
        if found > now + _AHEAD:
            raise NotADate(f"absurd date: {found.astimezone(self.zone):%Y-%m-%d} is yet to come")
        return found


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name. Raises InputError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f'"{name}" is not a time zone. Write it like Europe/Berlin, America/New_York or UTC.'
        ) from None


def count_orders(values: Iterable[Any]) -> OrderCount:
    """What a column's numeric dates say about the order of day and month."""
    day = month = either = 0
    for value in values:
        match = _NUMBERS.match(value.strip()) if isinstance(value, str) else None
        if match is None:
            continue
        first, second = int(match[1]), int(match[3])
        day += first > 12 >= second
        month += second > 12 >= first
        either += first <= 12 and second <= 12 and first != second
    return OrderCount(day, month, either)


def needs_zone(value: Any) -> bool:  # noqa: ANN401
    """Is this a time that names no zone of its own?"""
    if not isinstance(value, str):
        return isinstance(value, datetime) and value.tzinfo is None
    text = value.strip()
    return bool(text) and not _EPOCH.fullmatch(text) and not _ZONED.search(text)


def decided(reading: DateReading, counted: OrderCount, asked: Order | None) -> DateReading:
    """The reading with the order that the column, or a person, decided; else month first."""
    if asked is not None:
        return replace(reading, order=asked)
    if counted.day or counted.month:
        return replace(reading, order="day" if counted.day > counted.month else "month")
    if counted.either:
        return replace(reading, order="month", assumed=True)
    return reading


def _moment(value: Any, month_first: bool, zone: tzinfo) -> datetime:  # noqa: ANN401
    match value:
        case None | "":
            raise NotADate("no date")
        case datetime():
            return _aware(value, zone)
        case date():
            return _aware(datetime.combine(value, time()), zone)
        case bool():
            raise NotADate(f'"{value}" is not a date')
        case int() | float():
            return _number(float(value), zone)
        case _:
            return _read(str(value).strip(), month_first, zone)


@lru_cache(maxsize=4096)
def _read(text: str, month_first: bool, zone: tzinfo) -> datetime:
    if not text:
        raise NotADate("no date")
    if _EPOCH.fullmatch(text) and not _COMPACT.fullmatch(text):
        return _number(float(text), zone)
    if match := _NUMBERS.fullmatch(text):
        return _aware(_from_numbers(match, month_first), zone)
    try:
        return _aware(datetime.fromisoformat(_LOOSE_OFFSET.sub(r"\1", text)), zone)
    except ValueError:
        return _aware(_in_words(text, month_first), zone)


def _from_numbers(match: re.Match[str], month_first: bool) -> datetime:
    first, _, second, year, hour, minute, seconds, half = match.groups()
    month, day = (first, second) if month_first else (second, first)
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "Pp" else 0)
    full_year = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 68 else 0)
    try:
        return datetime(full_year, int(month), int(day), hours, int(minute or 0), int(seconds or 0))
    except ValueError:
        order = "month" if month_first else "day"
        raise NotADate(f'"{match[0]}" is not a date with the {order} first') from None


def _in_words(text: str, month_first: bool) -> datetime:
    """Dates with month names and the like. What lacks day, month or year is not a date."""
    if not any(character.isdigit() for character in text) or len(text) > 60:
        raise NotADate(f'"{text[:60]}" is not a date')
    try:
        one, other = (
            parser.parse(text, default=default, dayfirst=not month_first, tzinfos=_zone_of)
            for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))
        )
    except (ValueError, OverflowError):
        raise NotADate(f'"{text}" is not a date') from None
    if not isinstance(one, datetime) or one != other:
        raise NotADate(f'"{text}" is not a whole date')
    return one


def _zone_of(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return _ZONES.get(name or "")


def _number(number: float, zone: tzinfo) -> datetime:
    """Excel's days since 1900, or seconds, milli-, micro- or nanoseconds since 1970, by size."""
    if _SERIAL[0] <= number < _SERIAL[1]:
        return _aware(datetime(1899, 12, 30) + timedelta(days=number), zone)
    for limit, scale in ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9)):
        if abs(number) < limit:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / scale)
    raise NotADate(f'"{number:g}" is not a date')


def _aware(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError):
        raise NotADate(f'"{moment}" is not a date') from None
