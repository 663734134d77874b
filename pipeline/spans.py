"""Stretches of days, by name: 2025, 2025-Q4, 2025-10, 2025-W40, or first and last: A..B."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pipeline.errors import InputError
from pipeline.weeks import WEEK, parse_week

Unit = Literal["month", "quarter", "year"]  # a stretch of the calendar
_MONTHS = re.compile(r"(\d{4})(?:-(Q?)(\d{1,2}))?")
_DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days from `first` to `last`, both included, in a brand's own time zone."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """As many days, that end where this begins."""
        return Span(self.first - timedelta(days=self.days), self.first - _DAY)

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


def parse_span(text: str) -> Span:
    """`2025-10` → 1 to 31 October 2025, `2025-W40..2025-10-12` from Monday on; see the module.

    Raises InputError for what is none of these, and for an end before its beginning.
    """
    first, dots, last = text.strip().partition("..")
    span = Span(_named(first).first, _named(last if dots else first).last)
    if span.last < span.first:
        raise InputError(f'"{text}" ends before it begins. Write the earlier day first.')
    return span


def _named(name: str) -> Span:
    try:
        if "W" in name:
            monday = parse_week(name)
            return Span(monday, monday + WEEK - _DAY)
        if months := _MONTHS.fullmatch(name):
            return _of_months(int(months[1]), months[2], int(months[3] or 0))
        day = date.fromisoformat(name)
        return Span(day, day)
    except (InputError, ValueError, OverflowError):
        raise InputError(
            f'"{name}" is no stretch of days. Write 2025, 2025-Q4, 2025-10, 2025-W40, or the first '
            "and the last day as 2025-10-06..2025-11-02."
        ) from None


def _of_months(year: int, quarter: str, number: int) -> Span:
    """A year (`number` 0), one of its quarters or months."""
    first, last = (3 * number - 2, 3 * number) if quarter else (number or 1, number or 12)
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
