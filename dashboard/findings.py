"""Titles that say the finding, and the measure beneath them, made from the figures."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from dashboard import figures
from dashboard.choice import Choice
from dashboard.rows import Row
from dashboard.shapes.breaks import Break
from dashboard.shapes.dials import DialNow
from dashboard.words import bar, shared
from dashboard.words import overview as words
from pipeline.words import listed


def change(dial: DialNow, choice: Choice) -> str:
    """The change of a dial, with its sign and what it is compared with."""
    if dial.change is None:
        return words.NOTHING_BEFORE
    on = bar.ON_VERSUS[choice.versus]
    moved = figures.signed(dial.change.value)
    return f"no change {on}" if moved == "0" else f"{moved} {shared.POINTS} {on}"


def change_interval(dial: DialNow) -> str:
    """The interval of the change, and whether it may be chance."""
    if dial.change is None or figures.signed(dial.change.value) == "0":
        return ""
    span = f"{figures.signed(dial.change.low)} to {figures.signed(dial.change.high)}"
    return span if dial.change.clear else f"{span}, {shared.UNCLEAR}"


def size(dial: DialNow, name: str) -> str:
    """What the figure rests on."""
    if name == "net_sentiment":
        return f"n = {dial.n:,} scored posts, none by the brand"
    return f"n = {dial.n:,}: {dial.customers:,} by customers, {dial.brands:,} by the brand"


def interval(dial: DialNow, name: str) -> str:
    """The interval in words, and the bounds where anything is unknown."""
    write = figures.signed if name == "net_sentiment" else _hundredths
    unit = "" if name == "net_sentiment" else " %"
    said = f"95 % interval {write(dial.low)} to {write(dial.high)}{unit}"
    bounds = f"{write(dial.bound_low)} to {write(dial.bound_high)}{unit}"
    if write(dial.bound_low) == write(dial.bound_high):
        return said
    return f"{said}; {bounds} {words.BOUNDS_MEAN[name]}"


def sensitivity(ways: list[Row], name: str) -> str:
    """How far the dial moves over other ways of counting."""
    if not ways:
        return ""
    write = figures.signed if name == "net_sentiment" else _hundredths
    unit = "" if name == "net_sentiment" else " %"
    low, high = (write(float(ways[0][end])) for end in ("low", "high"))
    return f"Counted otherwise: {low} to {high}{unit}" if low != high else words.SAME_OTHERWISE


def _hundredths(value: float) -> str:
    return figures.three_digits(value * 100)


def moved(parts: pd.DataFrame, dial: str, now: DialNow | None) -> str:
    """Which narrative moved the dial most, if it moved."""
    total = float(parts.loc[parts["kind"] == "total", "total"].iloc[0])
    said = f"{figures.signed(total)} {shared.POINTS}"
    labelled = parts[parts["label"].notna()]
    if now is not None and now.change is not None and not now.change.clear:
        return f"{shared.DIAL[dial]} moved by {said}, {shared.UNCLEAR}"
    unlike = parts[parts["kind"].isin(list(words.UNLIKE))]
    largest = float(unlike["total"].max() if total > 0 else unlike["total"].min())
    if largest * total >= total**2 / 2:  # nothing: not a number, never as much
        part = figures.signed(largest)
        return f"{shared.DIAL[dial]} moved by {said}: {part} are of what was read, not of a story"
    if labelled.empty:
        return f"{shared.DIAL[dial]} moved by {said}"
    clear = labelled[
        ((labelled["low"] > 0) | (labelled["high"] < 0)) & (labelled["total"] * total > 0)
    ]
    if clear.empty:
        return f"{shared.DIAL[dial]} moved by {said}; no single story clearly made it"
    first = clear.iloc[0]
    part = figures.signed(first["total"])
    most = "most" if first["part"] == labelled["part"].iloc[0] else "most clearly"
    return f"“{first['label']}” moved {shared.DIAL[dial].lower()} {most}: {part} of {said}"


def voices(
    weeks: pd.DataFrame, name: str, found: Break | None, unread: Collection[pd.Timestamp] = ()
) -> str:
    """Since when more is said, or in which week most was said."""
    if found is not None:
        before, after = (figures.count(round(value)) for value in (found.before, found.after))
        much = "more" if found.after > found.before else "less"
        since = figures.day(found.week)
        return f"Much {much} is said since {since}: {after} posts in a usual week, {before} before"
    counts = weeks.groupby("week")["counted"].sum()
    counts = counts[~counts.index.isin(list(unread))]
    if len(counts) < 2 or counts.max() == 0:
        return f"What was said about {name}, and by whom"
    top = pd.Timestamp(str(counts.idxmax()))
    return f"Most was said in the week of {figures.day(top)}: {int(counts.max()):,} posts"


def tones(found: Break | None, enough: bool = True) -> str:
    """Since when the tone is another."""
    if not enough:
        return "Too few posts a week to tell a change of tone"
    if found is None:
        return "The tone has kept to its usual ups and downs"
    how = "darker" if found.after < found.before else "brighter"
    before, after = figures.signed(found.before), figures.signed(found.after)
    return (
        f"The tone is {how} since {figures.day_and_year(found.week)}: "
        f"net sentiment {after} {shared.POINTS}, {before} before"
    )


def turning(stories: pd.DataFrame) -> str:
    """How many stories are new, rising and fading."""
    counts = stories["turn"].value_counts()
    if counts.get("untold"):
        return "Not all of the last five weeks was read: which stories rise or fade cannot be told"
    said = [f"{counts[turn]} {word}" for turn, word in _TURNS if counts.get(turn)]
    if not said:
        return "Every story keeps to its usual ups and downs this week"
    return f"Of {len(stories)} stories, {listed(said)} this week"


def alert(figures_of: Mapping[str, Any]) -> str:
    """What an alert rests on: n, what is usual, and what 95 % of usual stretches hold."""
    days = figures_of["days"]
    stretch = "in one day" if days == 1 else f"in {days} days"
    usual, low, high = (figures_of[name] for name in ("expected", "low", "high"))
    if figures_of["whole"] is None:
        about = figures.count(round(usual)) if usual >= 10 else figures.three_digits(usual)
        said = f"n = {figures_of['n']:,.0f} {stretch}; usual {about}"
        return f"{said}, 95 % interval {figures.count(low)} to {figures.count(high)}"
    share, usual, low, high = (
        figures.about(value) for value in (figures_of["n"], usual, low, high)
    )
    n = figures.count(figures_of["whole"])
    return f"{share} of n = {n} {stretch}; usual {usual}, 95 % interval {low} to {high}"


def tone_shares(frame: pd.DataFrame, of: str) -> str:
    """The estimated shares of the tones, each with its interval."""
    rows = frame.set_index("tone").to_dict("index")
    said = [
        f"{shared.TONE[tone].lower()} {figures.about(rows[tone]['value'])} "
        f"({100 * rows[tone]['low']:.0f}–{100 * rows[tone]['high']:.0f})"
        for tone in ("negative", "neutral", "positive")
    ]
    n = figures.count(rows["net"]["n"])
    wide = any(row["high"] - row["low"] > _WIDE for row in rows.values())
    told = f"{words.SHARES_NOTE} {of}: {', '.join(said)}; n = {n}."
    return figures.unbroken(f"{told} {words.SHARES_WIDE}" if wide else told)


_WIDE = 0.3  # an interval that a judged sample would make much narrower
_TURNS = (("rising", "rising"), ("new", "new"), ("fading", "fading"))
