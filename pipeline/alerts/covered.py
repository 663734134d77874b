"""Which days of which source were wholly read: no other day is compared with anything."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from pipeline.alerts.findings import Flags
from pipeline.alerts.series import Floats
from pipeline.authority.coverage import Reading, coverage

# So many mentions are usual in days that bring none: a broken reader, not silence. Chance lets a
# source be silent that long once in four hundred times.
_SILENT: Final = 6.0
_AROUND: Final = 28  # days on either side that say what is usual
_UNREAD: Final = ("gap", "silent")  # the states of weeks; those of a first or last week go by days


def whole_days(
    days: pd.DataFrame, readings: pd.DataFrame, sources: list[str], calendar: pd.DatetimeIndex
) -> Flags:
    """(S, D): was the source wholly read on the day? `days` and `readings` as in `coverage`.

    The first and the last day of a source, or of what was read of it, are not: they may be parts.
    """
    read = [Reading(*row) for row in readings.itertuples(index=False)]
    known = np.zeros((len(sources), len(calendar)), bool)
    held = np.zeros_like(known)
    for place, source in enumerate(sources):
        own = days[days["source"] == source]
        _mark(known[place], calendar, min(own["day"]), max(own["day"]))
        for reading in read:
            complete = reading.source == source and reading.complete
            if complete and reading.read_from is not None and reading.read_to is not None:
                _mark(held[place], calendar, reading.read_from, reading.read_to)
        mentions = own.groupby("day")["mentions"].sum()
        by_day = mentions.set_axis(pd.DatetimeIndex(mentions.index)).reindex(calendar, fill_value=0)
        known[place] &= ~_broken(by_day.to_numpy(np.float64))
    known |= held
    for week, source in _unread(days, readings):
        first = calendar.searchsorted(pd.Timestamp(week))
        last = calendar.searchsorted(pd.Timestamp(week + timedelta(days=7)))
        known[sources.index(source), first:last] = False
    return known


def _mark(row: Flags, calendar: pd.DatetimeIndex, first: date, last: date) -> None:
    """The days between the first and the last, both left out."""
    row[(calendar > pd.Timestamp(first)) & (calendar < pd.Timestamp(last))] = True


def _broken(mentions: Floats) -> Flags:
    """Runs of days without a mention that are too long to be chance."""
    near = pd.Series(mentions).rolling(2 * _AROUND + 1, center=True, min_periods=1)
    around = near.mean().to_numpy()  # a brand may be younger than the stretch looked at
    silent = mentions == 0
    run = np.cumsum(~silent)  # the days of one silence share a number
    expected = np.bincount(run, around * silent)
    flags: Flags = silent & (expected[run] >= _SILENT)
    return flags


def _unread(days: pd.DataFrame, readings: pd.DataFrame) -> Iterable[tuple[date, str]]:
    """The weeks and sources of which the coverage says that they were not read."""
    weights = pd.DataFrame(columns=["source", "weight"])
    thin = coverage(days, readings, weights)
    thin = thin[thin["state"].isin(_UNREAD) & thin["source"].isin(days["source"])]
    return zip(thin["week"], thin["source"], strict=True)
