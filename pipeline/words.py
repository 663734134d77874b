"""How figures, days and sources are written in sentences."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

MINUS: Final = "−"
_SOURCES: Final[Mapping[str, str]] = {
    "appstore": "App Store",
    "file": "File",
    "googleplay": "Google Play",
    "hackernews": "Hacker News",
    "reddit": "Reddit",
    "twitter": "Twitter",
    "youtube": "YouTube",
}


def source_name(source: str) -> str:
    """The name a reader knows a source by; an unknown one is written as it is."""
    return _SOURCES.get(source, source)


def source_names(sources: Iterable[str]) -> str:
    """App Store, Reddit and YouTube."""
    return listed([source_name(source) for source in sources])


def listed(names: Sequence[str]) -> str:
    """A, B and C; there is one at least."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def day_name(day: date, near: date | None = None) -> str:
    """28 Apr; 28 Apr 2017, if `near` is a day of another year."""
    year = "" if near is None or near.year == day.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def three_digits(value: float) -> str:
    """96.123 → 96.1, 7.123 → 7.12, 99.97 → 100, -100 → −100; never more than two decimals."""
    if abs(value) < 0.005:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(float(f"{value:.3g}")))))
    return (MINUS if value < 0 else "") + f"{abs(value):.{min(places, 2)}f}"


def percent(value: float) -> str:
    """0.881 → 88.1 %."""
    return f"{three_digits(value * 100)} %"


def points(value: float) -> str:
    """Hundredths, as they are: 12.3, −4."""
    return three_digits(value * 100)


def signed(value: float) -> str:
    """Hundredths with their sign: +12.3, −4, 0."""
    return with_sign(value * 100)


def with_sign(value: float) -> str:
    """1.234 → +1.23, -4 → −4, 0."""
    written = three_digits(value)
    return written if written.startswith(MINUS) or written == "0" else f"+{written}"


def counted(n: int, noun: str) -> str:
    """1 post, 1,200 posts."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
