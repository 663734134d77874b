"""A dial now, its change, and its last weeks."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.choice import Choice
from dashboard.shapes.layers import broken_weeks
from pipeline.telling import beyond_chance


@dataclass(frozen=True)
class Change:
    """A change, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Is it beyond chance?"""
        return beyond_chance(self.low, self.high)


@dataclass(frozen=True)
class DialNow:
    """One dial in the chosen week; no value when there are too few to tell."""

    value: float | None
    low: float
    high: float
    bound_low: float
    bound_high: float
    n: int
    customers: int
    brands: int
    media: int
    unknowns: int
    change: Change | None  # on what it is compared with; None: too few there, or nothing


def dial_window(
    dials: pd.DataFrame, coverage: pd.DataFrame, choice: Choice, dial: str, weeks: int = 12
) -> pd.DataFrame:
    """The dial's last weeks up to the chosen one, every week there even when nothing was said.

    `chosen` marks the newest, `thin` those that were not wholly read.
    """
    ours = dials[(dials["dial"] == dial) & (dials["reading"] == choice.reading)]
    last = pd.Timestamp(choice.week)
    first = max(ours["week"].min(), last - pd.Timedelta(weeks=weeks - 1)) if len(ours) else last
    every = pd.DataFrame({"week": pd.date_range(first, last, freq="7D").astype("datetime64[us]")})
    window = every.merge(ours, on="week", how="left")
    thin = window["week"].isin(broken_weeks(coverage))
    return window.assign(chosen=window["week"] == last, thin=thin)


def dial_now(dials: pd.DataFrame, choice: Choice, dial: str) -> DialNow | None:
    """The dial in the chosen week; None when nobody spoke in it."""
    ours = dials[(dials["dial"] == dial) & (dials["reading"] == choice.reading)]
    rows = ours[ours["week"] == pd.Timestamp(choice.week)]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return DialNow(
        value=_known(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        bound_low=float(row["bound_low"]),
        bound_high=float(row["bound_high"]),
        n=int(row["n"]),
        customers=int(row["customers"]),
        brands=int(row["brands"]),
        media=int(row["media"]),
        unknowns=int(row["unknowns"]),
        change=_change(ours, row, choice),
    )


def _change(ours: pd.DataFrame, row: "pd.Series[Any]", choice: Choice) -> Change | None:
    """The stored change on the week before, or the one on other weeks, reckoned from both."""
    if choice.versus == "before":
        return None if pd.isna(row["change"]) else Change(*row[list(_CHANGE)].astype(float))
    known = ours[ours["value"].notna()]
    before = known[known["week"].between(*_compared(known, choice))]
    if before.empty or pd.isna(row["value"]):
        return None
    weights = before["n"] / before["n"].sum()
    was = float((before["value"] * weights).sum())
    # MOVER (Zou and Donner 2008) as if no author spoke in both: rather too wide than too narrow
    down = math.hypot(row["value"] - row["low"], *((before["high"] - before["value"]) * weights))
    up = math.hypot(row["high"] - row["value"], *((before["value"] - before["low"]) * weights))
    moved = float(row["value"]) - was
    return Change(moved, moved - down, moved + up)


_CHANGE = ("change", "change_low", "change_high")


def _compared(known: pd.DataFrame, choice: Choice) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last week compared with; without a named baseline, the first four weeks."""
    if choice.versus == "month":
        week = pd.Timestamp(choice.week - timedelta(weeks=4))
        return week, week
    if choice.baseline is not None:
        return pd.Timestamp(choice.baseline[0]), pd.Timestamp(choice.baseline[1])
    weeks = sorted(known["week"].unique()) or [pd.Timestamp(choice.week)]
    return weeks[0], weeks[min(3, len(weeks) - 1)]


def clearest(dials: pd.DataFrame, week: date) -> str | None:
    """The dial whose change on the week before stands out most from chance, if one does."""
    rows = dials[(dials["week"] == pd.Timestamp(week)) & (dials["reading"] == "all")]
    clear = rows[(rows["change_low"] > 0) | (rows["change_high"] < 0)]
    if clear.empty:
        return None
    width = clear["change_high"] - clear["change_low"]
    clarity = (clear["change"].abs() / width).to_numpy()
    return str(clear["dial"].iloc[clarity.argmax()])


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
