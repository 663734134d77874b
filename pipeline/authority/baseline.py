"""The baseline: which weeks it is, and how much each source weighs ever after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pandas as pd

from pipeline.authority.facts import counted

BASELINE_WEEKS: Final = 4


@dataclass(frozen=True)
class Baseline:
    """The weeks, as their Mondays, and each source's share of all that counts in them.

    A source that is not in `weights` began after the baseline: the dials leave it out, so that
    reading it cannot look like a shift (DESIGN.md, dial 1), until the baseline weeks are set anew.
    """

    weeks: tuple[date, ...]
    weights: Mapping[str, float]


def baseline(facts: pd.DataFrame, first: date | None = None, last: date | None = None) -> Baseline:
    """The baseline of a brand: the weeks it names, or its first four if nothing was said in them.

    The first four full weeks: those that lie wholly between the first and the last day on which
    anything was said. Where no week is full, the first four there are.
    """
    said = counted(facts)
    given = said[_between(said["week"], first, last)] if first and last else said.iloc[:0]
    weeks = _weeks(given) or _first_full_weeks(said)
    volume = said[said["week"].isin(pd.to_datetime(list(weeks)))].groupby("source").size()
    shares = (volume / volume.sum()).to_dict()
    return Baseline(weeks, {str(source): float(share) for source, share in shares.items()})


def _between(weeks: "pd.Series[pd.Timestamp]", first: date, last: date) -> "pd.Series[bool]":
    return (weeks >= pd.Timestamp(first)) & (weeks <= pd.Timestamp(last))


def _weeks(rows: pd.DataFrame) -> tuple[date, ...]:
    return tuple(week.date() for week in sorted(rows["week"].unique()))


def _first_full_weeks(said: pd.DataFrame) -> tuple[date, ...]:
    if said.empty:
        return ()
    begins, ends = said["day"].min().date(), said["day"].max().date()
    weeks = _weeks(said)
    full = [week for week in weeks if begins <= week and week + timedelta(days=6) <= ends]
    return tuple((full or list(weeks))[:BASELINE_WEEKS])
