"""Who leads, in words: each figure with its n, its interval and what shuffled weeks do."""

import pandas as pd

from dashboard import figures
from dashboard.rows import Row
from dashboard.words import overview as words
from pipeline.words import with_sign


def terms(row: Row | None) -> str:
    """Who sets the terms in the weeks that end here."""
    if row is None or pd.isna(row["lead"]):
        pairs = 0 if row is None else int(row["pairs"])
        return f"Too few to tell who sets the terms (n = {pairs})"
    if not isinstance(row["leader"], str):
        return "Neither customers nor the brand set the terms beyond chance"
    first, other = _both(row["leader"])
    return f"{first} set the terms: what they tell, {other} tells the week after"


def agenda(row: Row) -> str:
    """What an agenda lead rests on."""
    n = (
        f"{row['pairs']} pairs of following weeks, "
        f"{figures.count(row['customers'])} threads where customers told a story, "
        f"{figures.count(row['brands'])} where the brand did"
    )
    if pd.isna(row["lead"]):
        return f"n = {n}; {words.PAIRS_NEEDED}."
    return (
        f"Lead {with_sign(row['lead'])} bits; 95 % interval {with_sign(row['low'])} to "
        f"{with_sign(row['high'])}; {_shuffled(row['p'])}. n = {n}."
    )


def ahead(row: Row) -> str:
    """Who told a narrative ahead, or why it cannot be told."""
    if pd.isna(row["ahead"]):
        return f"Too few to tell who told it ahead ({_size(row)}; {words.AHEAD_NEEDED})."
    ends = sorted(row[end] * (-1 if row["leader"] == "brand" else 1) for end in ("low", "high"))
    figure = (
        f"95 % interval {with_sign(ends[0])} to {with_sign(ends[1])}; {_shuffled(row['p'])}; "
        f"{_size(row)}"
    )
    if not isinstance(row["leader"], str):
        weeks = with_sign(row["ahead"])
        return f"Neither told it ahead beyond chance: customers by {weeks} weeks ({figure})."
    first, other = _both(row["leader"])
    weeks = figures.three_digits(abs(row["ahead"]))
    return f"{first} told it {weeks} weeks ahead of {other}, on the mean ({figure})."


def untold(leads: pd.DataFrame) -> str:
    """Of how many narratives nobody can be said to lead, and why."""
    few = int(leads["ahead"].isna().sum())
    even = int((leads["ahead"].notna() & leads["leader"].isna()).sum())
    said = [f"neither was ahead beyond chance on {even}"] if even else []
    said += [f"{few} are too few to tell"] if few else []
    text = f"Of {len(leads)} stories, {', '.join(said)}."
    return text if said else ""


def _both(leader: str) -> tuple[str, str]:
    return ("Customers", "the brand") if leader == "customer" else ("The brand", "customers")


def _size(row: Row) -> str:
    return (
        f"n = {figures.count(row['customers'])} posts by customers, "
        f"{figures.count(row['brands'])} by the brand, in {row['weeks']} weeks"
    )


def _shuffled(p: float) -> str:
    chance = "<0.1" if p < 0.001 else f"{100 * p:.2g}"
    return f"as much in {chance} % of shuffled weeks"
