"""What happened to a brand, from its daily counts alone: the same counts, the same episodes."""

import pandas as pd

from pipeline.alerts.covered import whole_days
from pipeline.alerts.episodes import Episode, episodes
from pipeline.alerts.scan import JUDGED, scan
from pipeline.alerts.series import shares, volumes


def detect(daily: pd.DataFrame, readings: pd.DataFrame, judged: int = JUDGED) -> list[Episode]:
    """The episodes of a brand's last `judged` days, the earliest first.

    `daily`: source, day, week, voice, narrative (its number or missing), mentions, counted, and
    negative, neutral and positive without the brand's own. `readings`: see `coverage.Reading`.
    """
    if daily.empty:
        return []
    days = daily.groupby(["source", "day", "week"])["mentions"].sum().reset_index()
    counts = volumes(daily)
    read = whole_days(days, readings, counts.sources, counts.days)
    return episodes([*scan(counts, read, judged), *scan(shares(daily), read, judged)])
