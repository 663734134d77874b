"""How figures, days and sources are written in sentences."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Final

_SOURCES: Final[Mapping[str, str]] = {
    "appstore": "App Store",
    "googleplay": "Google Play",
    "hackernews": "Hacker News",
    "reddit": "Reddit",
    "twitter": "Twitter",
    "youtube": "YouTube",
}


def source_name(source: str) -> str:
    """The name a reader knows a source by; an unknown one is written as it is."""
    return _SOURCES.get(source, source)


def day_name(day: date, near: date | None = None) -> str:
    """28 Apr; 28 Apr 2017, if `near` is a day of another year."""
    year = "" if near is None or near.year == day.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def three_digits(value: float) -> str:
    """96.123 → 96.1, 7.123 → 7.12, -100 → −100."""
    if value == 0:
        return "0"
    places = min(max(0, 2 - math.floor(math.log10(abs(value)))), 2)
    digits = f"{abs(value):.{places}f}"
    return f"−{digits}" if value < 0 and float(digits) else digits


def percent(value: float) -> str:
    """0.881 → 88.1 %."""
    return f"{three_digits(value * 100)} %"


def points(value: float) -> str:
    """Hundredths, as they are: 12.3, −4."""
    return three_digits(value * 100)


def signed(value: float) -> str:
    """Hundredths with their sign: +12.3, −4, 0."""
    written = points(value)
    return f"+{written}" if float(written.replace("−", "-")) > 0 else written


def counted(n: int, noun: str) -> str:
    """1 post, 1,200 posts."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
