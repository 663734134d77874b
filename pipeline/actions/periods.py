"""Sevens of days counted from an action's day, and what was said in each of them.

Period 0 begins on the action's day, period -1 seven days before. So nothing of the action falls
into a week before it, whatever day of the week it was done on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.authority.facts import counted, judged, spoken
from pipeline.weeks import monday

Floats = npt.NDArray[np.float64]
STATISTICS: Final = 6
OTHERS, CUSTOMERS, SPOKEN, SCORED, TONE, POLAR = range(STATISTICS)


@dataclass(frozen=True)
class Told:
    """What each unit said by period and source: `sums` (U, P, S, STATISTICS).

    The first unit is acted on, the others are controls. `periods` (P,) are those wholly read, in
    order; `weights` (S,) are the sources' in the dials.
    """

    sums: Floats
    periods: npt.NDArray[np.int64]
    weights: Floats

    @property
    def treated(self) -> Floats:
        """(P, S, STATISTICS)."""
        first: Floats = self.sums[0]
        return first

    @property
    def control(self) -> Floats:
        """All controls together: (P, S, STATISTICS)."""
        return np.asarray(self.sums[1:].sum(axis=0), np.float64)


def whole_periods(day: date, whole: Collection[date]) -> npt.NDArray[np.int64]:
    """The periods around `day` that touch only weeks, named by their Mondays, wholly read."""
    weeks = set(whole)
    if not weeks:
        return np.zeros(0, np.int64)
    first, last = min(weeks), max(weeks) + timedelta(days=6)
    numbers = range((first - day).days // 7, (last - day).days // 7 + 1)
    return np.array([n for n in numbers if _touched(day, n) <= weeks], np.int64)


def _touched(day: date, number: int) -> set[date]:
    begins = day + timedelta(weeks=number)
    return {monday(begins), monday(begins + timedelta(days=6))}


def period_of(rows: pd.DataFrame, day: date) -> npt.NDArray[np.int64]:
    """The period of each mention."""
    days = (rows["day"] - pd.Timestamp(day)).dt.days.to_numpy()
    return np.asarray(days // 7, np.int64)


def told(
    units: Sequence[pd.DataFrame],
    day: date,
    periods: npt.NDArray[np.int64],
    weights: dict[str, float],
) -> Told:
    """The sums of every unit's facts, of the sources that weigh."""
    sources = sorted(name for name, weight in weights.items() if weight > 0)
    sums = [_sums(rows, day, periods, sources) for rows in units]
    return Told(np.stack(sums), periods, np.array([weights[name] for name in sources]))


def _sums(
    facts: pd.DataFrame, day: date, periods: npt.NDArray[np.int64], sources: list[str]
) -> Floats:
    rows = counted(facts)
    source = pd.Index(sources, dtype="str").get_indexer(pd.Index(rows["source"]))
    place = pd.Index(periods).get_indexer(pd.Index(period_of(rows, day)))
    kept = (source >= 0) & (place >= 0)
    cell = place[kept] * len(sources) + source[kept]
    shape = (len(periods), len(sources))
    columns = [
        np.bincount(cell, values[kept], shape[0] * shape[1]).reshape(shape)
        for values in statistics(rows)
    ]
    return np.stack(columns, axis=-1).astype(np.float64)


def statistics(rows: pd.DataFrame) -> Floats:
    """What each mention adds to each statistic: (STATISTICS, N)."""
    customer = rows["voice"] == "customer"
    scored = judged(rows)
    tone = rows["tone"].fillna(0.0).where(scored, 0.0)
    columns = (rows["voice"] != "brand", customer, spoken(rows), scored, tone, tone != 0)
    return np.stack([column.to_numpy(np.float64) for column in columns])
