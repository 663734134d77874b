"""How soon the brand answers what customers ask of it: requests that wait still are no answers.

The time to an answer by Kaplan and Meier (1958): a request without an answer counts as waiting
until its source was last read, not as answered then and not as never. A person who asks for the
same again, in the same narrative, asks once, and the first answer answers it.
"""

import math
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from pipeline.authority.intervals import wilson
from pipeline.customers.counts import WEEKS
from pipeline.telling import MINIMUM_N

SOON: Final = 7.0  # days


@dataclass(frozen=True)
class Answered:
    """Requests of the weeks that end with `week`: how many people asked, how many were answered.

    `days`: the median until an answer, null if too few to tell or if less than half are answered
    in the time that is known; its upper end may not be reached alone. `soon`: the share that is
    answered within seven days.
    """

    week: date
    people: int
    answered: int
    days: float | None
    days_low: float | None
    days_high: float | None
    soon: float | None
    soon_low: float | None
    soon_high: float | None


def answered(asked: pd.DataFrame, wanted: Collection[date] | None = None) -> Iterator[Answered]:
    """One row a week with requests, or only those wanted.

    `asked`: a row a request, with author_key, narrative_id, week, posted_at, replied_at (null: not
    yet) and read_to, until when its source was read.
    """
    numbers = _in_seconds(asked)
    for monday in sorted(asked["week"].unique()):
        if wanted is not None and pd.Timestamp(str(monday)).date() not in wanted:
            continue
        first = monday - pd.Timedelta(weeks=WEEKS - 1)
        waits = _waits(numbers[asked["week"].between(first, monday)])
        known = int(waits["answered"].sum())
        times = _times(waits) if len(waits) >= MINIMUM_N else (None,) * 6
        yield Answered(pd.Timestamp(str(monday)).date(), len(waits), known, *times)


def _in_seconds(asked: pd.DataFrame) -> pd.DataFrame:
    """The moments as seconds since the first, and who asks for what as a number: reckoned fast."""
    begin = asked["posted_at"].min()
    moments = {
        name: (asked[name] - begin).dt.total_seconds()
        for name in ("posted_at", "replied_at", "read_to")
    }
    each = asked.groupby(["author_key", "narrative_id"], dropna=False).ngroup()
    return pd.DataFrame(moments | {"each": each}, index=asked.index)


def _waits(asked: pd.DataFrame) -> pd.DataFrame:
    """One row a person and narrative: days waited, and whether an answer ended it."""
    each = asked.groupby("each").agg({"posted_at": "min", "replied_at": "min", "read_to": "max"})
    end = each["replied_at"].fillna(each["read_to"])
    days = ((end - each["posted_at"]) / 86_400).clip(lower=0.0)
    return pd.DataFrame({"days": days, "answered": each["replied_at"].notna()})


def _times(waits: pd.DataFrame) -> tuple[float | None, ...]:
    """Median with its interval (Brookmeyer and Crowley 1982), and the share answered soon."""
    from scipy import stats  # takes a second, and only requests ask

    sample = stats.CensoredData.right_censored(waits["days"], ~waits["answered"])
    curve: Any = stats.ecdf(sample).sf
    with warnings.catch_warnings():  # the formula gives no interval where all or none wait: null
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(method="log-log")
    lines = [curve.probabilities, band.low.probabilities, band.high.probabilities]
    median, early, late = (_falls(curve.quantiles, line) for line in lines)
    place = int((curve.quantiles <= SOON).sum()) - 1
    still, low, high = (float(line[place]) if place >= 0 else math.nan for line in lines)
    if math.isnan(low) or math.isnan(high):
        soon = 1.0 if still == 0 else 0.0
        below, above = wilson(soon, len(waits))
        return median, early, late, soon, min(below, soon), max(above, soon)
    return median, early, late, 1 - still, 1 - high, 1 - low


def _falls(days: Any, waiting: Any) -> float | None:  # noqa: ANN401 — arrays of scipy
    """When no more than half are waiting; null: not in the time that is known."""
    below = days[waiting <= 0.5]
    return float(below[0]) if len(below) else None
