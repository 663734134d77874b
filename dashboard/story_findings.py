"""What one narrative is and how it went about, in titles that say the finding."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import figures
from dashboard.choice import Choice
from dashboard.words import narratives as words
from dashboard.words import shared


def narratives(frame: pd.DataFrame) -> str:
    """Which story is the largest."""
    if len(frame) == 1:
        return f"One story is told: “{frame['label'].iloc[0]}”"
    return f"“{frame['label'].iloc[0]}” is the largest of {len(frame)} stories"


def first_voice(firsts: pd.DataFrame, choice: Choice) -> str:
    """Whose the first post of a story was, and how much later the brand's first came."""
    first = firsts.iloc[0]
    said = f"The first post was {words.FIRST_POST[first['voice']]}"
    if first["voice"] == "brand":
        return said
    if not choice.heard:
        unheard = shared.UNHEARD.format(name=choice.name)
        return f"{said}; {unheard[0].lower()}{unheard[1:]}"
    brand = firsts[firsts["voice"] == "brand"]
    if brand.empty:
        return f"{said}; the brand has not spoken of it"
    return f"{said}, the brand’s came {lagged(brand['posted_at'].iloc[0] - first['posted_at'])}"


def spread(found: pd.DataFrame, places: Sequence[str]) -> str:
    """Where a story began, and whereto it jumped first."""
    held = [place for place, at in zip(places, found["holds_at"], strict=True) if pd.notna(at)]
    if len(found) == 1:
        return f"It was told in {places[0]} alone"
    lag = lagged(found["first_at"].iloc[1] - found["first_at"].iloc[0])
    holds = "none" if not held else "one" if len(held) == 1 else str(len(held))
    of = f"of {len(places)} places it took hold in {holds}"
    if len(held) == len(places):
        of = f"it took hold in {'both' if len(places) == 2 else f'all {len(places)}'}"
    return f"It was told first in {places[0]} and {lag} in {places[1]}; {of}"


def lagged(lag: pd.Timedelta) -> str:
    """How much later, in the largest unit that fits."""
    hours = int(lag.total_seconds() // 3600)
    if hours < 1:
        return "within the hour"
    count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{count} {unit}{'' if count == 1 else 's'} later"


def reach(row: Mapping[str, Any], choice: Choice) -> str:
    """What share of a story's reach customers made."""
    if not choice.heard:
        return words.UNHEARD_REACH.format(name=choice.name)
    if pd.isna(row["share"]):
        return f"Too few to tell whose its reach was (n = {row['known']:,})"
    return f"Customers made {figures.share(row['share'])} of its reach"


def reach_note(row: Mapping[str, Any], choice: Choice) -> str:
    """The interval of that share, what it rests on, and how much hangs on one post."""
    known = figures.about(row["known"] / row["mentions"])
    basis = f"known for {known} of its {row['mentions']:,} posts"
    if pd.isna(row["share"]) or not choice.heard:
        return f"{words.REACH_NOTE} It is {basis}."
    ends = f"{figures.share(row['low'])} to {figures.share(row['high'])}"
    one = figures.about(row["loudest_share"])
    return (
        f"{words.REACH_NOTE} 95 % interval {ends}; n = {row['known']:,}, {basis}; "
        f"{figures.count(row['total'])} in all, {one} of them at a single post."
    )
