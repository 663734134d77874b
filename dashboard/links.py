"""The address of what a number stands on: filters to the address of the posts page, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from pipeline.errors import InputError
from pipeline.views import PostFilter
from pipeline.weeks import parse_week, week_name

ALERTS = "app_pages/alerts.py"
POSTS = "app_pages/posts.py"
NARRATIVES = "app_pages/narratives.py"

Address = dict[str, str]
SENTENCES = ("what", "why", "who")  # of a verdict
LINE = "line"  # of a narrative

_WEEKS = ("first_week", "last_week")
_DAYS = ("first_day", "last_day")
_OTHERS = ("customer", "media", "unknown")  # than the brand
_VALUES = {
    "voices": ("customer", "brand", "media", "unknown"),
    "tones": ("negative", "neutral", "positive", "not_scored"),
    "matched_by": ("query", "community", "thread", "assigned", "person"),
}
_ONE_OF = {
    "order": ("newest", "oldest", "loudest"),
    "act": ("leaves", "switches", "asks", "answers", "requests"),
    "stance": ("", "to", "from", "negative", "neutral", "positive", "open", "answered"),
}


@dataclass(frozen=True)
class Wanted:
    """What the address of the posts page asks for."""

    posts: PostFilter
    page: int = 1
    sentence: str = ""  # said of `posts.first_week`, by the verdict or of a narrative: its posts


def posts_address(brand: str, wanted: PostFilter, page: int = 1) -> Address:
    """The address of these posts; fields that do not filter are left out."""
    nothing = PostFilter()
    address = {"brand": brand}
    for field in fields(PostFilter):
        value = getattr(wanted, field.name)
        if value != getattr(nothing, field.name):
            address[field.name] = _written(field.name, value)
    return address | ({"page": str(page)} if page > 1 else {})


def counted_by(dial: str, week: date, narrative: int | None = None) -> PostFilter:
    """The posts that a dial counts in a week, of one narrative (0: of none) or of all."""
    return _counted(dial, PostFilter(first_week=week, last_week=week, narrative=narrative))


def counted_in(dial: str, first: date, last: date, narrative: int | None = None) -> PostFilter:
    """The same of the days from `first` to `last`."""
    return _counted(dial, PostFilter(first_day=first, last_day=last, narrative=narrative))


def narrative_of(bar: Mapping[str, str]) -> int | None:
    """The narrative of a bar of a split; 0: posts in none; None: what is no story's, the total."""
    if bar["kind"] != "part":
        return None
    return 0 if bar["part"] == "none" else int(bar["part"])


def _counted(dial: str, posts: PostFilter) -> PostFilter:
    counted = replace(posts, counted=True)
    if dial == "net_sentiment":
        return replace(counted, voices=_OTHERS, tones=_VALUES["tones"][:3])
    return replace(counted, voices=("customer", "brand"))


def alerted(alert: Mapping[str, Any]) -> PostFilter:
    """The posts of an alert's clearest days: of its narrative, voice, tone or source, or of all."""
    first, last = (date.fromisoformat(alert["figures"][end]) for end in ("first", "last"))
    counted = PostFilter(first_day=first, last_day=last, counted=True)
    part = alert["part"]
    of_subject: dict[str, dict[str, Any]] = {
        "narrative": {"narrative": _whole(part)},
        "voice": {"voices": (part,)},
        "source": {"sources": (part,)},
        "tone": {"tones": (part,), "voices": _OTHERS},
    }
    of_measure: dict[str, dict[str, Any]] = {
        "voice_share": {"voices": ("customer", "brand")},
        "negative_share": {"tones": ("negative",), "voices": _OTHERS},
        "positive_share": {"tones": ("positive",), "voices": _OTHERS},
    }
    chosen = of_subject.get(alert["subject"], {}) | of_measure.get(alert["measure"], {})
    return replace(counted, **chosen)


def sentence_address(brand: str, week: date, sentence: str) -> Address:
    """The address of the posts that support one sentence of a week's verdict."""
    week_only = PostFilter(first_week=week, last_week=week)
    return posts_address(brand, week_only) | {"sentence": sentence}


def line_address(brand: str, week: date, narrative: int) -> Address:
    """The address of the posts that support the line of a narrative in a week."""
    told = PostFilter(first_week=week, last_week=week, narrative=narrative)
    return posts_address(brand, told) | {"sentence": LINE}


def posts_wanted(address: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be read in it does not filter."""
    found: dict[str, Any] = {}
    for field in fields(PostFilter):
        if field.name in address:
            value = _read(field.name, address[field.name])
            found.update({} if value is None else {field.name: value})
    page = _whole(address.get("page", "1")) or 1
    sentence = address.get("sentence", "")
    known = sentence if sentence in (*SENTENCES, LINE) else ""
    return Wanted(replace(PostFilter(), **found), max(1, page), known)


def _written(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return week_name(value) if name in _WEEKS else value.isoformat()
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value)
    return str(value)


def _read(name: str, text: str) -> object:
    """The value of one field; None when the text does not hold one."""
    if name in _WEEKS:
        return _week(text)
    if name in _DAYS:
        return _day(text)
    if name in ("narrative", "post"):
        return _whole(text)
    if name in ("spam", "duplicates", "counted"):
        return text == "1"
    if name in _ONE_OF:
        return text if text in _ONE_OF[name] else None
    if name in ("words", "named"):
        return text
    return _several(name, text)


def _several(name: str, text: str) -> tuple[object, ...] | None:
    items = [item for item in text.split(",") if item]
    if name == "mentions":
        numbers = [_whole(item) for item in items]
        return tuple(number for number in numbers if number is not None) or None
    allowed = _VALUES.get(name)
    return tuple(item for item in items if allowed is None or item in allowed) or None


def _week(text: str) -> date | None:
    try:
        return parse_week(text)
    except InputError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def plain(text: str) -> str:
    """Text for a label that Streamlit reads as Markdown: every mark stands for itself."""
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in text)


_MARKS = frozenset("\\`*_{}[]()#+-.!|~$<>:&^=")
