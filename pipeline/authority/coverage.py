"""Which weeks of which source are not whole: no chart or sentence may take a gap for a shift."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, Literal

import pandas as pd

from pipeline.store import Store
from pipeline.weeks import monday
from pipeline.words import day_name, source_name

State = Literal["starts", "ends", "gap", "silent", "new"]
COLUMNS: Final = ("week", "source", "state", "note")

# A source that says this much on average in some days says nothing in them once in twenty times.
_EXPECTED: Final = 3.0
# … and this much in a week, once in a hundred and fifty.
_USUAL_WEEK: Final = 5.0
_TRAILING_WEEKS: Final = 8
_NEEDED_WEEKS: Final = 3
_SUNDAY: Final = timedelta(days=6)


@dataclass(frozen=True)
class Reading:
    """What was read of one target of a source, from day to day, and whether wholly."""

    source: str
    target: str
    read_from: date | None
    read_to: date | None
    complete: bool
    note: str | None

    def holds(self, first: date, last: date) -> bool:
        """Was every day from `first` to `last` wholly read?"""
        if self.read_from is None or self.read_to is None:
            return False
        return self.complete and self.read_from <= first and last <= self.read_to


@dataclass(frozen=True)
class Thin:
    """A week of a source that is not what it seems, and why."""

    week: date
    source: str
    state: State
    note: str


def week_coverage(store: Store, brand_id: int) -> pd.DataFrame:
    """The weeks of a brand that are not whole, by source: columns COLUMNS."""
    return coverage(
        store.frame("authority_days", brand_id=brand_id),
        store.frame("authority_readings", brand_id=brand_id),
        store.frame("authority_weights", brand_id=brand_id),
    )


def coverage(days: pd.DataFrame, readings: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """A row a week and source that is not whole; several reasons give several rows.

    `days`: source, day, week, mentions. `readings`: the fields of Reading. `weights`: source,
    weight. The states:

    - starts, ends: the source's first or last day lies within the week, and as many days as are
      missing usually bring three mentions or more;
    - gap: a reading that touches the week was not complete, and no other one made up for it;
    - silent: not a mention in a week where five or more are usual, and no complete reading says so;
    - new: the source began after the baseline; the dials leave it out.
    """
    read = [Reading(*row) for row in readings.itertuples(index=False)]
    until = max(days["week"], default=date.min)
    thin = [*_gaps(read), *_new(days, weights)]
    for name, rows in days.groupby("source"):
        source, by_day = str(name), dict(zip(rows["day"], rows["mentions"], strict=True))
        own = [reading for reading in read if reading.source == source]
        thin += [*_ends(source, by_day, own), *_silent(source, by_day, own, until)]
    thin.sort(key=lambda one: (one.week, one.source, one.state))
    return pd.DataFrame([vars(one) for one in dict.fromkeys(thin)], columns=list(COLUMNS))


def gaps(thin: pd.DataFrame) -> dict[date, frozenset[str]]:
    """By week, the sources of which something in its midst was not read.

    An unfinished week is none: what was read of it can be compared, only there is less of it.
    """
    broken = thin[thin["state"].isin(("gap", "silent"))]
    weeks = broken["week"].unique()
    return {week: frozenset(broken.loc[broken["week"] == week, "source"]) for week in weeks}


def _ends(source: str, by_day: Mapping[date, int], read: list[Reading]) -> Iterator[Thin]:
    first, last = min(by_day), max(by_day)
    a_day = sum(by_day.values()) / ((last - first).days + 1)
    sunday = monday(last) + _SUNDAY
    if first.weekday() * a_day >= _EXPECTED and not _held(read, monday(first), first):
        yield Thin(
            monday(first), source, "starts", f"{source_name(source)} begins on {day_name(first)}"
        )
    if (sunday - last).days * a_day >= _EXPECTED and not _held(read, last, sunday):
        yield Thin(monday(last), source, "ends", f"{source_name(source)} ends on {day_name(last)}")


def _silent(
    source: str, by_day: Mapping[date, int], read: list[Reading], until: date
) -> Iterator[Thin]:
    by_week = Counter[date]()
    for day, mentions in by_day.items():
        by_week[monday(day)] += mentions
    weeks = _mondays(min(by_week), until)
    for place, week in enumerate(weeks):
        before = [by_week[other] for other in weeks[:place][-_TRAILING_WEEKS:] if by_week[other]]
        usual = median(before) if len(before) >= _NEEDED_WEEKS else 0.0
        silent = not by_week[week] and usual >= _USUAL_WEEK
        if silent and not _held(read, week, week + _SUNDAY):
            note = f"{source_name(source)} is silent; about {usual:.0f} mentions a week are usual"
            yield Thin(week, source, "silent", note)


def _gaps(read: list[Reading]) -> Iterator[Thin]:
    """Weeks of incomplete readings that no complete reading of the same target holds."""
    for broken in read:
        if broken.complete or broken.read_from is None or broken.read_to is None:
            continue
        same = [r for r in read if (r.source, r.target) == (broken.source, broken.target)]
        why = f": {broken.note}" if broken.note else ""
        for week in _mondays(monday(broken.read_from), broken.read_to):
            days = max(week, broken.read_from), min(week + _SUNDAY, broken.read_to)
            if not _held(same, *days):
                note = f"{source_name(broken.source)} was not wholly read{why}"
                yield Thin(week, broken.source, "gap", note)


def _new(days: pd.DataFrame, weights: pd.DataFrame) -> Iterator[Thin]:
    if not (weights["weight"] > 0).any():
        return
    for source in weights.loc[weights["weight"] == 0, "source"]:
        note = f"{source_name(source)} began after the baseline weeks; the dials leave it out"
        for week in sorted(set(days.loc[days["source"] == source, "week"])):
            yield Thin(week, str(source), "new", note)


def _held(read: list[Reading], first: date, last: date) -> bool:
    return any(reading.holds(first, last) for reading in read)


def _mondays(first: date, last: date) -> list[date]:
    count = (monday(last) - first).days // 7 + 1
    return [first + timedelta(days=7 * number) for number in range(count)]
