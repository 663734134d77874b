"""What narratives do in a week, and their counts over the weeks."""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd


def movement(
    narratives: pd.DataFrame, week: date, unread: Collection[pd.Timestamp] = ()
) -> pd.DataFrame:
    """Narratives with what they do in `week`: `turn` is new, rising, fading, steady or untold.

    A count is compared with the mean of the four weeks before; within two standard errors of a
    Poisson count it is steady. `surge` orders them. Where one of these weeks is `unread`, the
    counts cannot be compared.
    """
    usual = narratives["four_weeks_before"] / 4
    now = narratives["in_week"]
    surge = (now - usual) / (now + usual / 4).clip(lower=1) ** 0.5
    # A narrative is new in the week in which nothing came before it, and in the week after.
    new = (narratives["counted"] > 0) & (
        narratives["born_at"].dt.tz_localize(None) >= _days(week, -7)
    )
    born = narratives["born_at"].dt.tz_localize(None) < _days(week, 7)
    turn = np.select(
        [new & born & (now > 0), surge >= 2, surge <= -2], ["new", "rising", "fading"], "steady"
    )
    compared = {_days(week, -7 * ago) for ago in range(5)}
    told = np.full(len(turn), "untold") if compared & set(unread) else turn
    return narratives.assign(usual=usual, surge=surge, turn=told)


def _days(week: date, days: int) -> pd.Timestamp:
    return pd.Timestamp(week) + pd.Timedelta(days=days)


def series(narrative_weeks: pd.DataFrame, last: date, weeks: int = 26) -> dict[int, list[int]]:
    """Counts by week of each narrative, the same weeks for all, oldest first."""
    if narrative_weeks.empty:
        return {}
    end = pd.Timestamp(last)
    first = max(narrative_weeks["week"].min(), end - pd.Timedelta(weeks=weeks - 1))
    every = pd.date_range(first, end, freq="7D")
    wide = narrative_weeks.pivot_table("counted", "number", "week", "sum", fill_value=0)
    wide = wide.reindex(columns=every, fill_value=0)
    return {
        int(str(number)): [int(n) for n in row]
        for number, row in zip(wide.index, wide.to_numpy(), strict=True)
    }
