"""Numbers and dates as a person reads them: three digits, signs for changes, 12 May."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipeline.words import MINUS
from pipeline.words import signed as signed
from pipeline.words import three_digits as three_digits

SPACE = "\u00a0"  # a number and its sign stay on one line


def count(value: float) -> str:
    """1234 → 1,234; -1 → −1."""
    return f"{int(value):,}".replace("-", MINUS)


def share(value: float) -> str:
    """0.961 → 96.1 %."""
    return f"{three_digits(value * 100)}{SPACE}%"


def about(value: float) -> str:
    """0.961 → 96 %, 0.004 → <1 %, 0.996 → >99 %."""
    if 0 < value < 0.01:
        return f"<1{SPACE}%"
    return f">99{SPACE}%" if 0.99 < value < 1 else f"{100 * value:.0f}{SPACE}%"


def dial(name: str, value: float) -> str:
    """A dial as it is read: net sentiment in points with its sign, a share in %."""
    return signed(value) if name == "net_sentiment" else share(value)


def unbroken(text: str) -> str:
    """A sentence whose figures stay on one line: n = 28, 95 %."""
    return text.replace(" = ", f"{SPACE}={SPACE}").replace(" %", f"{SPACE}%")


def day(moment: date) -> str:
    """12 May."""
    return f"{moment.day} {moment:%b}"


def day_and_year(moment: date) -> str:
    """12 May 2025."""
    return f"{day(moment)} {moment.year}"


def local(moment: datetime, timezone: str) -> datetime:
    """The same moment on the brand's clock."""
    return moment.astimezone(ZoneInfo(timezone))


def week_span(monday: date) -> str:
    """28 Apr – 4 May 2025."""
    sunday = date.fromordinal(monday.toordinal() + 6)
    first = day(monday) if monday.year == sunday.year else day_and_year(monday)
    first = str(monday.day) if monday.month == sunday.month else first
    return f"{first} – {day_and_year(sunday)}"


def day_span(first: date, last: date) -> str:
    """28 Apr – 4 May 2025; 4 May 2025 where it is one day."""
    if first == last:
        return day_and_year(last)
    start = day(first) if first.year == last.year else day_and_year(first)
    return f"{start} – {day_and_year(last)}"


def lasting(seconds: float) -> str:
    """75 → 1 min 15 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
