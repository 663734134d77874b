"""ISO weeks in a brand's own time zone: a week is named 2025-W18 and stored as its Monday."""

import re
from datetime import date, timedelta

from pipeline.errors import InputError

WEEK = timedelta(weeks=1)
_NAME = re.compile(r"(\d{4})-W(\d{2})")


def monday(day: date) -> date:
    """The Monday of the ISO week that holds `day`."""
    return day - timedelta(days=day.weekday())


def parse_week(name: str) -> date:
    """`2025-W18` → 28 April 2025. Raises InputError for anything else."""
    match = _NAME.fullmatch(name.strip())
    try:
        if match is None:
            raise ValueError
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise InputError(
            f'"{name}" is not an ISO week. Write it like 2025-W18 (year, W, week number).'
        ) from None


def week_name(week: date) -> str:
    """28 April 2025 → `2025-W18`."""
    year, number, _ = week.isocalendar()
    return f"{year}-W{number:02d}"
