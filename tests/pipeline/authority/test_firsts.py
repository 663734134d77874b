"""From when each voice tells a narrative: what is kept is what each week could know."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.authority.agenda import VOICES
from pipeline.authority.firsts import First, firsts
from pipeline.weeks import monday

BEGINS = date(2025, 1, 6)


def told(story: int, seed: int) -> pd.DataFrame:
    """Two dozen posts of a narrative over some months, most of them in a few days."""
    rng = np.random.default_rng((story, seed))
    strays, burst = rng.integers(0, 120, 8), rng.integers(40, 60, rng.integers(0, 16))
    days = [BEGINS + timedelta(days=int(day)) for day in sorted([*strays, *burst])]
    return pd.DataFrame(
        {
            "mention_id": 100 * story + np.arange(len(days)),
            "narrative_id": story,
            "voice": rng.choice(VOICES, len(days), p=(0.7, 0.3)),
            "day": pd.to_datetime(days),
            "week": pd.to_datetime([monday(day) for day in days]),
        }
    )


def as_known(rows: pd.DataFrame, until: date) -> dict[Any, tuple[int, date, bool, int]]:
    """The rule itself, of what was posted until a week's end: mention, day, joins, how many."""
    rows = rows[rows["week"] <= pd.Timestamp(until)]
    days = rows["day"]
    soon = (days.shift(-1) - days <= pd.Timedelta(days=2)) & (
        days.shift(-2) - days <= pd.Timedelta(days=6)
    )
    rows = rows.iloc[int(soon.to_numpy().argmax()) :] if soon.any() else rows
    known = {}
    for voice, own in rows.groupby("voice"):
        joins = own["day"].shift(-1) - own["day"] <= pd.Timedelta(days=13)
        first = own.iloc[int(joins.to_numpy().argmax())] if joins.any() else own.iloc[0]
        known[voice] = first["mention_id"], first["day"].date(), bool(joins.any()), len(own)
    return known


def as_kept(
    kept: list[First], rows: pd.DataFrame, week: date
) -> dict[Any, tuple[int, date, bool, int]]:
    """The same from what is kept, and from the counts of each voice."""
    counts = rows.loc[rows["week"] <= pd.Timestamp(week), "voice"].value_counts()
    return {
        first.voice: (
            first.mention_id,
            first.day,
            first.joins,
            counts[first.voice] - first.earlier,
        )
        for first in kept
        if first.since <= week and (first.until is None or week < first.until)
    }


@pytest.mark.parametrize("seed", range(5))
def test_what_is_kept_is_what_each_week_could_know(seed: int) -> None:
    stories = {story: told(story, seed) for story in (1, 2, 3)}
    kept = list(firsts(pd.concat(stories.values()).sort_values("day", kind="stable")))
    for story, rows in stories.items():
        own = [first for first in kept if first.narrative_id == story]
        for number in range(20):
            week = BEGINS + timedelta(weeks=number)
            assert as_kept(own, rows, week) == as_known(rows, week)


def test_nothing_told_is_nothing_known() -> None:
    assert list(firsts(told(1, 1).iloc[:0])) == []
