"""An alert in a sentence: what moved, how far from what is usual, since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pipeline.words import counted, day_name, source_name

_VOICES: Final = {
    "customer": "Mentions by customers",
    "brand": "Mentions by {brand} itself",
    "media": "Mentions by the media",
}
_TURNS: Final = {
    ("negative_share", True): "more negative",
    ("negative_share", False): "less negative",
    ("positive_share", True): "more positive",
    ("positive_share", False): "less positive",
}


@dataclass(frozen=True)
class Told:
    """An alert with what a sentence needs beside its figures: names, and whether it lasts."""

    kind: str
    subject: str
    part: str
    measure: str
    rises: bool
    began: date
    last_seen: date
    lasts: bool
    brand: str
    label: str | None
    figures: Mapping[str, Any]


def sentence(alert: Told) -> str:
    """One sentence for a person who has seen no figure yet."""
    if alert.kind == "turn":
        return _turn(alert)
    return _birth(alert) if alert.kind == "birth" else _volume(alert)


def _volume(alert: Told) -> str:
    figures, verb = alert.figures, "are" if alert.lasts else "were"
    n, expected = figures["n"], figures["expected"]
    stretch = _days(figures["days"])
    if alert.rises and expected < 1:
        far = f"{verb} far above the usual ({n:,.0f} {stretch}, usually fewer than 1)"
    elif alert.rises:
        times = _times(n / expected)
        far = f"{verb} {times} times the usual ({n:,.0f} {stretch}, usually {expected:,.0f})"
    else:
        share = f"{n / expected * 100:.0f} %"
        far = f"{verb} down to {share} of the usual ({n:,.0f} {stretch}, usually {expected:,.0f})"
    return f"{_subject(alert)} {far} {_when(alert)}."


def _birth(alert: Told) -> str:
    figures = alert.figures
    before = "no mention" if figures["before"] == 0 else counted(figures["before"], "mention")
    n = counted(round(figures["n"]), "mention")
    return (
        f"A new story: “{alert.label}” has {n} {_days(figures['days'])} "
        f"and had {before} in the weeks before, {_when(alert)}."
    )


def _turn(alert: Told) -> str:
    figures = alert.figures
    about = f"“{alert.label}”" if alert.subject == "narrative" else alert.brand
    share, usual = (f"{figures[name] * 100:.0f} %" for name in ("n", "expected"))
    n, stretch = f"{figures['whole']:,}", _days(figures["days"])
    if alert.measure == "voice_share":
        more = "more" if alert.rises else "less"
        return (
            f"Customers have {more} of the say about {about}: {share} of {n} mentions by customers "
            f"or the brand {stretch}, usually {usual}, {_when(alert)}."
        )
    tone, how = alert.measure.removesuffix("_share"), _TURNS[alert.measure, alert.rises]
    return (
        f"What others say about {about} has turned {how}: {share} of {n} mentions {stretch} are "
        f"{tone}, usually {usual}, {_when(alert)}."
    )


def _subject(alert: Told) -> str:
    match alert.subject:
        case "narrative":
            return f"Mentions of “{alert.label}”"
        case "voice":
            return _VOICES[alert.part].format(brand=alert.brand)
        case "tone":
            return f"{alert.part.capitalize()} mentions of {alert.brand}"
        case "source":
            return f"Mentions on {source_name(alert.part)}"
    return f"Mentions of {alert.brand}"


def _when(alert: Told) -> str:
    if alert.lasts:
        return f"since {day_name(alert.began)}"
    if alert.began == alert.last_seen:
        return f"on {day_name(alert.began)}"
    return f"from {day_name(alert.began)} to {day_name(alert.last_seen)}"


def _days(days: int) -> str:
    return "in one day" if days == 1 else f"in {days} days"


def _times(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
