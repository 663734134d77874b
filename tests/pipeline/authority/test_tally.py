"""Shares of narratives: the intervals of their changes hold what is true, in any kind of talk."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from pipeline.authority.facts import counted
from pipeline.authority.story_weeks import StoryWeek, story_weeks, told_until
from pipeline.authority.tally import Tally, share_changes, tones
from tests.pipeline.authority.simulate import MONDAY, facts

_NEXT = MONDAY + timedelta(days=7)
_STORIES = np.array([1, 2], np.int64)
_TRIALS = 400


def week(share: float, threads: int, alike: float, rng: np.random.Generator) -> Tally:
    """Some ten posts a thread, of which a beta-distributed part tells story 1: mean `share`."""
    spread = (1 - alike) / alike
    told = rng.beta(share * spread, (1 - share) * spread, threads)
    sizes = rng.poisson(10, threads)
    rows = pd.DataFrame(
        {
            "narrative_id": np.where(rng.random(sizes.sum()) < np.repeat(told, sizes), 1, 2),
            "tone": 0.0,
            "voice": "customer",
            "author_key": rng.integers(0, 2**60, sizes.sum()),
            "thread_key": np.repeat(rng.integers(0, 2**60, threads), sizes),
        }
    )
    return Tally.of(rows, _STORIES)


@pytest.mark.parametrize("before, now, threads", [(0.1, 0.1, 30), (0.1, 0.3, 30), (0.05, 0.2, 80)])
def test_an_interval_of_a_change_holds_it_as_often_as_it_says(
    before: float, now: float, threads: int
) -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(_TRIALS):
        change, _ = share_changes(week(before, threads, 0.1, rng), week(now, threads, 0.1, rng))
        assert change.low is not None and change.high is not None
        held += change.low <= now - before <= change.high
    assert 0.92 <= held / _TRIALS <= 0.98  # two standard errors about 95 %


def both_weeks(
    rows: pd.DataFrame, gaps: Mapping[date, frozenset[str]] = MappingProxyType({})
) -> list[StoryWeek]:
    said = counted(rows)
    return list(story_weeks(said, told_until(said), ["reddit"], gaps, [MONDAY, _NEXT]))


def told(rows: list[dict[str, object]]) -> list[StoryWeek]:
    usual = [{"day": day, "narrative_id": 2} for day in (MONDAY, _NEXT) for _ in range(20)]
    return both_weeks(facts([*usual, *rows]))


def test_only_sources_that_weigh_are_compared_and_all_are_told() -> None:
    sources = ("reddit", "new", "new")
    rows: list[dict[str, object]] = [
        {"day": _NEXT, "narrative_id": 1, "source": source} for source in sources
    ]
    (first, *_, last) = sorted(told(rows), key=lambda row: (row.narrative_id, row.week))
    assert (first.told, first.posts, first.n) == (3, 1, 21)
    assert (first.posts_before, first.n_before) == (0, 20)
    assert first.change == pytest.approx(1 / 21)
    assert (last.told, last.posts, last.n_before) == (40, 20, 20)


def test_a_week_read_otherwise_is_not_compared() -> None:
    rows = facts([{"day": day, "narrative_id": 1} for day in (MONDAY, _NEXT) for _ in range(20)])
    broken = {_NEXT: frozenset(["reddit"])}
    assert [row.n_before for row in both_weeks(rows, broken)] == [None, None]
    both = broken | {MONDAY: frozenset(["reddit"])}
    assert [row.n_before for row in both_weeks(rows, both)] == [None, 20]


def test_a_tone_needs_enough_posts_and_an_interval_is_never_of_no_width() -> None:
    rows = facts(
        [{"narrative_id": 1, "tone": -1}] * 25
        + [{"narrative_id": 2, "tone": 1}] * 19
        + [{"narrative_id": 1, "tone": 1, "voice": "brand"}]
    )
    found, few = tones(Tally.of(rows, _STORIES))
    assert few is None and found is not None
    low, mean, high = found
    assert (low, mean) == (-1, -1) and -0.9 < high < -0.5
