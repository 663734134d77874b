"""Agenda lead, the third dial: whose narratives of one week tell the other's of the next.

With B and C what the brand and the customers of week t tell, as distributions over narratives,
and D their divergence at equal sample sizes (`divergence`), where a thread counts once for each
voice, week and narrative, as one lively thread is not an agenda:

    Pull(C→B) = D(B_{t+1}, B_t) - D(B_{t+1}, C_t)      lead = Pull(C→B) - Pull(B→C)

above 0 where the customers of one week tell more of the brand's next than the brand of the same
week does, and the reverse tells less. It is prediction, not causation: a third cause that reaches
customers first looks the same.

Two doubts, and a lead is only said where neither stands. Other authors and threads might have
told it otherwise: the interval (two-way clustered jackknife). And two voices that know nothing of
each other differ in how steady they are, which the formula above takes for a lead: so the lead is
compared with those of shuffled weeks. There the brand's weeks are shuffled against the customers',
while D(B_{t+1}, B_t) and D(C_{t+1}, C_t), which are no matter between them, stay as they are.
(Shuffled too, any brand whose narratives last for more than a week would seem to lead: false
alarms in 20 to 90 % of simulated pairs of voices without a lead.)
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority.clustered import Clusters, Index, clustered, clusters
from pipeline.authority.divergence import DRAWS, Counts, Floats, chances, divergences, slope
from pipeline.authority.intervals import Z
from pipeline.authority.rates import READINGS, Reading

Voice = Literal["customer", "brand"]

VOICES: Final[tuple[Voice, ...]] = ("customer", "brand")
MINIMUM_WEEK: Final = 8  # threads with a narrative that each voice needs for a week to count
PAIRS: Final = 12  # pairs of following weeks that a figure rests on, if there are as many
MINIMUM_PAIRS: Final = 6  # below it a figure says "too few to tell"
REACH: Final = timedelta(weeks=26)  # further back it is another story
SHUFFLES: Final = 999
ALPHA: Final = 0.05


@dataclass(frozen=True)
class Agenda:
    """The lead in the weeks that end with `week`; above 0: customers. Null: too few to tell.

    `z` and `p` compare it with shuffled weeks. `pairs` of following weeks count, and in them the
    threads in which `customers` and `brands` told a narrative.
    """

    week: date
    reading: Reading
    lead: float | None
    low: float | None
    high: float | None
    z: float | None
    p: float | None
    pairs: int
    customers: int
    brands: int

    @property
    def leader(self) -> Voice | None:
        """Who sets the terms; None: it cannot be told."""
        if self.lead is None or self.low is None or self.high is None or self.p is None:
            return None
        if self.p >= ALPHA or self.low <= 0 <= self.high:
            return None
        if self.z is None or self.lead * self.z <= 0:
            return None
        return "customer" if self.lead > 0 else "brand"


def agenda(
    facts: pd.DataFrame, whole: Collection[date], weighty: Collection[str], seed: int = 0
) -> list[Agenda]:
    """The lead of each week with mentions, in both readings.

    `whole`: the Mondays of the weeks that were wholly read; no other counts. `weighty`: the sources
    that the dials weigh; a newer one would look like a new narrative.
    """
    told = facts["counted"] & facts["narrative"].notna() & facts["voice"].isin(VOICES)
    rows = facts[told & facts["source"].isin(list(weighty))]
    rows = rows.drop_duplicates(["week", "voice", "thread_key", "narrative"])
    weeks = sorted(_date(week) for week in facts["week"].unique())
    figures: list[Agenda] = []
    for reading in READINGS:
        kept = rows if reading == "all" else rows[~(rows["direct_reply"] & _is_brand(rows))]
        figures.extend(_of_reading(kept, weeks, frozenset(whole), reading, seed))
    return figures


class _Talk(NamedTuple):
    """One reading: the place of each mention's week, voice, narrative; counts (2, W, K)."""

    weeks: list[date]
    week: Index
    voice: Index
    narrative: Index
    clusters: Clusters
    counts: Counts


class _Pair(NamedTuple):
    """Two following weeks, their lead, and how it changes without one mention (2, 2, K)."""

    earlier: int
    later: int
    own: float
    influence: Floats  # voice, earlier or later week, narrative of the mention


def _of_reading(
    rows: pd.DataFrame, weeks: list[date], whole: Collection[date], reading: Reading, seed: int
) -> Iterator[Agenda]:
    talk = _talk(rows, weeks)
    n = talk.counts.sum(axis=2)  # (2, W)
    enough = (n >= MINIMUM_WEEK).all(axis=0)
    usable = [enough[place] and week in whole for place, week in enumerate(weeks)]
    drawn = np.stack([_drawn(counts, usable) for counts in talk.counts])  # (2, W, K, DRAWS + 1)
    pairs = [
        _pair(drawn, talk.counts, place)
        for place, week in enumerate(weeks[:-1])
        if usable[place] and usable[place + 1] and weeks[place + 1] - week == timedelta(days=7)
    ]
    between = divergences(drawn[0], drawn[1]) if pairs else np.zeros((0, 0))
    for place, week in enumerate(weeks):
        near = [p for p in pairs if p.later <= place and weeks[p.earlier] >= week - REACH]
        near = near[-PAIRS:]
        here = sorted({end for pair in near for end in (pair.earlier, pair.later)})
        counts = [int(voice) for voice in n[:, here].sum(axis=1)]
        if len(near) < MINIMUM_PAIRS:
            yield Agenda(week, reading, None, None, None, None, None, len(near), *counts)
            continue
        rng = np.random.default_rng((seed, week.toordinal()))
        yield Agenda(week, reading, *_figure(talk, near, between, rng), len(near), *counts)


def _talk(rows: pd.DataFrame, weeks: list[date]) -> _Talk:
    place = {pd.Timestamp(week): number for number, week in enumerate(weeks)}
    week = rows["week"].map(place).to_numpy().astype(np.intp)
    voice = _is_brand(rows).to_numpy().astype(np.intp)
    told = rows["narrative"].to_numpy(np.int64)
    numbers, narrative = np.unique(told, return_inverse=True)
    shape = (len(VOICES), len(weeks), max(len(numbers), 1))
    flat = np.ravel_multi_index((voice, week, narrative), shape)
    counts = np.bincount(flat, minlength=math.prod(shape)).reshape(shape)
    return _Talk(weeks, week, voice, narrative, clusters(rows), counts)


def _drawn(counts: Counts, usable: list[bool]) -> Floats:
    """The chances of each usable week (W, K, DRAWS + 1); 0 for the others."""
    drawn = np.zeros((*counts.shape, DRAWS + 1))
    drawn[usable] = chances(counts[usable], counts[usable].sum(axis=1, keepdims=True))
    return drawn


def _pair(drawn: Floats, counts: Counts, place: int) -> _Pair:
    """The lead is D(B', B) - D(B', C) - D(C', C) + D(C', B), a prime for the later week.

    Each of the four weeks stands in two of these; what it adds is linear in its chances, so what
    it adds without one of its mentions is read off the same slopes.
    """
    (was, now), (brand_was, brand_now) = drawn[:, place : place + 2]
    own = _one(brand_now, brand_was) - _one(now, was)
    slopes = np.stack(
        [
            [-slope(now) - slope(brand_now), slope(brand_was) - slope(was)],
            [slope(brand_now) + slope(now), slope(brand_was) - slope(was)],
        ]
    )
    influence = [
        [_without_one(counts[voice, place + end], slopes[voice, end]) for end in (0, 1)]
        for voice in (0, 1)
    ]
    return _Pair(place, place + 1, own, np.array(influence))


def _one(later: Floats, earlier: Floats) -> float:
    return float(divergences(later[None], earlier[None])[0, 0])


def _without_one(counts: Counts, weights: Floats) -> Floats:
    """By how much a sum of chances · `weights` (K, DRAWS + 1) changes without a mention of each."""
    total = counts.sum(keepdims=True)
    as_it_is, fewer = chances(counts, total), chances(counts, total - 1)
    one_less = chances(np.maximum(counts - 1, 0), total - 1)
    change = ((fewer - as_it_is) * weights).sum() + ((one_less - fewer) * weights).sum(axis=1)
    return np.where(counts > 0, change, 0.0)


def _figure(
    talk: _Talk, near: list[_Pair], between: Floats, rng: np.random.Generator
) -> tuple[float, float, float, float, float]:
    """Lead, both ends of its interval, z and p; `between` (W, W): customers' week, the brand's."""
    earlier, later = (np.array([pair[end] for pair in near]) for end in (0, 1))
    own = float(np.mean([pair.own for pair in near]))
    cross = float((between[later, earlier] - between[earlier, later]).mean())
    half = Z * math.sqrt(_variance(talk, near))
    shuffled = _shuffled(between, earlier, later, rng)
    spread = float(shuffled.std(ddof=1))
    off = np.abs(np.append(shuffled, cross) - shuffled.mean())
    z = float((cross - shuffled.mean()) / spread) if spread > 1e-12 else 0.0
    p = float((off >= off[-1] - 1e-12).mean())
    return own + cross, own + cross - half, own + cross + half, z, p


def _shuffled(between: Floats, earlier: Index, later: Index, rng: np.random.Generator) -> Floats:
    """The part between the voices with the brand's weeks in another order: (SHUFFLES,)."""
    weeks = np.union1d(earlier, later)
    first, then = np.searchsorted(weeks, earlier), np.searchsorted(weeks, later)
    orders = rng.permuted(np.tile(weeks, (SHUFFLES, 1)), axis=1)  # (SHUFFLES, W)
    leads = between[later, orders[:, first]] - between[earlier, orders[:, then]]
    means: Floats = leads.mean(axis=1)
    return means


def _variance(talk: _Talk, near: list[_Pair]) -> float:
    """Of the mean lead, by leaving out mentions, summed over authors, threads and both."""
    voices, weeks, narratives = talk.counts.shape
    influence = np.zeros((voices, weeks, narratives))
    for pair in near:
        influence[:, pair.earlier] += pair.influence[:, 0] / len(near)
        influence[:, pair.later] += pair.influence[:, 1] / len(near)
    n = np.maximum(talk.counts.sum(axis=2), 1)
    influence *= np.sqrt((n - 1) / n)[..., None]
    here = (talk.week >= near[0].earlier) & (talk.week <= near[-1].later)
    moved = influence[talk.voice[here], talk.week[here], talk.narrative[here]]
    authors, threads, both = (number[here] for number in talk.clusters)
    return clustered(moved, (authors, threads, both))


def _is_brand(rows: pd.DataFrame) -> "pd.Series[bool]":
    return rows["voice"] == "brand"


def _date(week: object) -> date:
    return pd.Timestamp(str(week)).date()
