"""What customers do, in titles that say the finding."""

import pandas as pd

from dashboard import figures
from dashboard.rows import Row, rows
from dashboard.words import customers as words
from dashboard.words import shared

ENOUGH = 20  # people below whom no brand is called the most recommended
FEW = 5  # posts that leave, below which their share is no headline, only its interval


def lead(week: Row | None, name: str) -> str:
    """The headline: how often customers leave, how sure that is, and whether it is usual."""
    if week is None:
        return shared.NO_WEEK
    posts, n = int(week["posts"]), f"{week['n']:,}"
    verb = "speaks" if posts == 1 else "speak"
    said = f"{posts} of {n} posts by customers {verb} of leaving {name}"
    if not posts:
        said = f"No post by customers speaks of leaving {name} (n = {n})"
    if pd.isna(week["value"]):
        return f"{said}: too few to tell a share"
    span = f"{_bare(week['low'])} to {figures.share(week['high'])}"
    more = ", more than usual" if week["early"] else ""
    if posts < FEW:
        return f"{said}{more}: the share may be anything from {span}"
    return f"{said}{more}: {figures.share(week['value'])} (95 % interval {span})"


def against_usual(week: Row) -> str:
    """The week's share against the baseline's; nothing where it cannot be told."""
    if pd.isna(week["value"]):
        return ""
    if pd.isna(week["usual"]):
        return f"{words.NO_USUAL}."
    usual = f"In the baseline weeks it was {figures.share(week['usual'])}"
    if pd.isna(week["p"]):
        return f"{usual}."
    chance = figures.about(max(float(week["p"]), 0.0))
    if week["early"]:
        return f"{usual}: an early sign, the chance that it is no more is {chance}."
    return f"{usual}: that it is no more has a chance of {chance}, so it is not called a sign."


def optout(leavers: int, reasons: pd.DataFrame) -> str:
    """How many leave, and what they tell most."""
    if not leavers:
        return "Nobody speaks of leaving in these twelve weeks"
    said = f"{_people(leavers)} {'speaks' if leavers == 1 else 'speak'} of leaving in twelve weeks"
    named = reasons[reasons["label"].notna()]
    if leavers < ENOUGH or named.empty:
        return said
    return f"{said}, most on “{named['label'].iloc[0]}”"


def tribe(askers: int, told: pd.DataFrame) -> str:
    """How many ask their peers, and whom these name."""
    if not askers:
        return "Nobody asks peers what to choose in these twelve weeks"
    said = f"{_people(askers)} {'asks' if askers == 1 else 'ask'} peers what to choose"
    answers = int(told["people"].sum())
    if not answers:
        return f"{said}; no answer names a brand"
    if answers < ENOUGH:
        return f"{said}; which brand they are told is {shared.too_few(answers)}"
    return f"{said}; {told['called'].iloc[0]} is named most"


def flows(switches: pd.DataFrame, name: str) -> str:
    """How many go to competitors, how many come from them."""
    sums = switches.groupby("stance")["people"].sum()
    gone, come = int(sums.get("to", 0)), int(sums.get("from", 0))
    if not gone + come:
        return f"Nobody says to have switched from or to {name}"
    return f"{gone:,} went from {name} to a competitor, {come:,} came from one"


def requests(asked: pd.DataFrame, name: str, heard: bool) -> str:
    """How many ask the brand for something, how many were answered; if the brand was `heard`."""
    people, answered = int(asked["people"].sum()), int(asked["answered"].sum())
    if not people:
        return f"Nobody asks {name} for anything in these twelve weeks"
    verb = "asks" if people == 1 else "ask"
    said = f"{_people(people)} {verb} {name} for something"
    return f"{said}; {answered:,} got an answer" if heard else f"{said}; {words.BRAND_UNHEARD}"


def waiting(answered: Row | None) -> str:
    """How soon the brand answers."""
    if answered is None or not answered["people"]:
        return ""
    n = int(answered["people"])
    if pd.isna(answered["soon"]):
        return f"How soon it answers: {shared.too_few(n)}."
    span = f"{_bare(answered['soon_low'])} to {figures.share(answered['soon_high'])}"
    soon = (
        f"{figures.share(answered['soon'])} are answered within seven days (95 % interval {span})"
    )
    return f"{soon}. {_median(answered)} n = {n}; requests that still wait count as waiting."


def interval(people: int, of: int, low: float, high: float) -> str:
    """12 of 80 people, 15 % (9 to 24 %)."""
    return (
        f"{people:,} of {of:,} people who tell it, {figures.share(people / of)}"
        f" ({_bare(low)} to {figures.share(high)})"
    )


def last(frame: pd.DataFrame, week: pd.Timestamp) -> Row | None:
    """The row of a week, if there is one."""
    found = rows(frame[frame["week"] == week])
    return found[0] if found else None


def _median(answered: Row) -> str:
    if pd.isna(answered["days"]):
        return "Less than half are answered in the time that is known."
    ends = [figures.three_digits(answered["days_low"]) if pd.notna(answered["days_low"]) else "0"]
    ends += [
        figures.three_digits(answered["days_high"]) if pd.notna(answered["days_high"]) else "∞"
    ]
    days = figures.three_digits(answered["days"])
    return f"Half are answered within {days} days (95 % interval {ends[0]} to {ends[1]})."


def _people(count: int) -> str:
    return "1 customer" if count == 1 else f"{count:,} customers"


def _bare(share: float) -> str:
    return figures.three_digits(share * 100)
