"""Since when something is another: one change point in the weeks."""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.shapes.layers import TONES, broken_weeks
from pipeline.telling import MINIMUM_N

_LEAST = 3  # weeks on either side


@dataclass(frozen=True)
class Break:
    """The week since which something is another: what it was before, and what it is after."""

    week: date
    before: float
    after: float


def volume_break(weeks: pd.DataFrame, coverage: pd.DataFrame | None = None) -> Break | None:
    """Since when clearly more or less is said: the usual week before and after.

    One change point in the logarithm of the weekly counts, by least squares; told only if it
    doubles or halves the median and explains two fifths of the variance. Weeks that were not
    wholly read take no part.
    """
    counts = weeks.groupby("week")["counted"].sum().asfreq("7D", fill_value=0)
    counts = counts[~counts.index.isin(broken_weeks(coverage))]
    logs = np.log1p(counts.to_numpy(float))
    places = range(_LEAST, len(counts) - _LEAST + 1)
    if not places:
        return None
    left = {k: logs[:k].var() * k + logs[k:].var() * (len(logs) - k) for k in places}
    place = min(left, key=lambda k: left[k])
    before, after = float(counts.iloc[:place].median()), float(counts.iloc[place:].median())
    doubled = after >= 2 * before or before >= 2 * after
    if not doubled or left[place] > 0.6 * logs.var() * len(logs):
        return None
    return Break(pd.Timestamp(str(counts.index[place])).date(), before, after)


def tone_break(tones: pd.DataFrame) -> Break | None:
    """Since when the tone is another, beyond chance: net sentiment before and after.

    One change point: the week whose pooled net sentiment before and after differs most by its
    z-score; told only above 3.5, for it is the largest of many.
    """
    weekly = tones.set_index("week")[list(TONES)]
    found = [_difference(weekly, place) for place in range(_LEAST, len(weekly) - _LEAST + 1)]
    clear = [(z, there) for z, there in found if z > 3.5]
    return max(clear, key=lambda item: item[0])[1] if clear else None


def _difference(weekly: pd.DataFrame, place: int) -> tuple[float, Break]:
    was, now = weekly.iloc[:place].sum(), weekly.iloc[place:].sum()
    means, errors = [], []
    for part in (was, now):
        n = part.sum() or 1
        mean = (part["positive"] - part["negative"]) / n
        means.append(float(mean))
        errors.append(((part["positive"] + part["negative"]) / n - mean**2) / n)
    enough = min(was.sum(), now.sum(), weekly.iloc[place].sum()) >= MINIMUM_N
    z = abs(means[1] - means[0]) / math.sqrt(max(sum(errors), 1e-9)) if enough else 0.0
    return z, Break(pd.Timestamp(str(weekly.index[place])).date(), *means)
