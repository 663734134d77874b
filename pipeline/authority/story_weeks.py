"""Each narrative week by week, kept with the rollups: what its line of a week says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority.change import UNKNOWN
from pipeline.authority.facts import counted
from pipeline.authority.made_of import MadeOf
from pipeline.authority.tally import Stories, Tally, share_changes, tones
from pipeline.authority.week_facts import Facts, of
from pipeline.authority.within import Connection
from pipeline.store import Store
from pipeline.telling import MINIMUM_N
from pipeline.weeks import WEEK


class StoryWeek(NamedTuple):
    """One row of `weekly_story`: null is what cannot be compared, or is too few to tell."""

    week: date
    narrative_id: int
    told: int
    posts: int
    n: int
    posts_before: int | None
    n_before: int | None
    change: float | None
    low: float | None
    high: float | None
    scored: int
    tone: float | None
    tone_low: float | None
    tone_high: float | None


def keep_story_weeks(
    store: Store,
    db: Connection,
    brand_id: int,
    made: MadeOf,
    facts: Facts,
    weights: Mapping[str, float],
    gaps: Mapping[date, frozenset[str]],
) -> None:
    """Reckon anew those of weeks that are made of something else than before, and store them."""
    weighty = sorted(source for source, weight in weights.items() if weight > 0)
    said = counted(facts.frame)
    until = told_until(said)
    weeks = made.renew("stories", _made_of(until, facts.digests, weighty, gaps))
    store.sql.lines_clear(db, brand_id=brand_id, weeks=weeks)
    with db.cursor().copy(store.sql.lines_copy.sql) as copy:
        for row in story_weeks(said, until, weighty, gaps, weeks):
            copy.write_row((brand_id, *row))


def _made_of(
    until: pd.DataFrame,
    digests: Mapping[date, bytes],
    weighty: Sequence[str],
    gaps: Mapping[date, frozenset[str]],
) -> dict[date, object]:
    """What was told until its end, its facts and those of the week before, and what was read."""
    told = {_date(monday): row[row > 0].to_dict() for monday, row in until.iterrows()}
    return {
        week: (
            held,
            weighty,
            *((digests.get(each), sorted(gaps.get(each, ()))) for each in (week - WEEK, week)),
        )
        for week, held in told.items()
    }


def told_until(said: pd.DataFrame) -> pd.DataFrame:
    """Counted posts of each narrative until each week's end: (weeks, K)."""
    stories = np.unique(said["narrative_id"].dropna().to_numpy(np.int64))
    by_week = pd.crosstab(said["week"], said["narrative_id"].fillna(-1).astype("int64"))
    return by_week.reindex(columns=stories, fill_value=0).sort_index().cumsum()


def story_weeks(
    said: pd.DataFrame,
    until: pd.DataFrame,
    weighty: Collection[str],
    gaps: Mapping[date, frozenset[str]],
    wanted: Collection[date],
) -> Iterator[StoryWeek]:
    """Each narrative in each wanted week, from its own first one on, as the dials count.

    said, until: counted facts, and `told_until` of them. weighty: the sources that weigh; where
    none does, all are counted. gaps: by week, the sources that were not wholly read
    (`coverage.gaps`); a week is not compared with one of other sources.
    """
    stories = until.columns.to_numpy(np.int64)
    near = of(said, [*wanted, *(week - WEEK for week in wanted)])
    kept = near[near["source"].isin(list(weighty))] if weighty else near
    before: tuple[date, Tally] | None = None
    for monday, in_all in until[until.index.isin(near["week"])].iterrows():
        week = _date(monday)
        now = Tally.of(kept[kept["week"] == monday], stories)
        if before and (before[0] + WEEK != week or gaps.get(before[0]) != gaps.get(week)):
            before = None
        if week in wanted:
            yield from _rows(week, stories, in_all.tolist(), before and before[1], now)
        before = week, now


def _date(week: object) -> date:
    return pd.Timestamp(str(week)).date()


def _rows(
    week: date, stories: Stories, told: Sequence[int], before: Tally | None, now: Tally
) -> Iterator[StoryWeek]:
    known = before is not None and min(before.n, now.n) >= MINIMUM_N
    moved = share_changes(before, now) if before and known else [UNKNOWN] * len(stories)
    tone = tones(now)
    for k in (place for place, n in enumerate(told) if n):
        was: tuple[int | None, int | None] = (None, None)
        if before is not None:
            was = int(before.posts[k]), before.n
        low, mean, high = tone[k] or (None, None, None)
        share = moved[k].value, moved[k].low, moved[k].high
        sizes = told[k], int(now.posts[k]), now.n
        yield StoryWeek(
            week, int(stories[k]), *sizes, *was, *share, int(now.scored[k]), mean, low, high
        )
