"""Per narrative: which voice was there first, and which one told it earlier, by how many weeks.

First is who began it, by the rule of `authority_firsts`. Ahead is more than that: the mean week in
which the brand told the narrative less the mean week in which customers did, both from its
beginning. Whether that is more than chance is asked of shuffled weeks: in each week the two
voices' shares of their own telling change places at random (a sign-flip test, Fisher 1935). So it
takes several weeks to tell, however many posts one of them holds, and a story that returns again
and again is told by neither ahead of the other. The interval is Welch's, of a difference of means,
with variances over authors and threads (Cameron, Gelbach and Miller 2011). A leader is only named
where neither doubts it. It says who spoke earlier, not who caused what.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from pipeline.authority.agenda import ALPHA, VOICES, Voice
from pipeline.authority.bootstrap import clustered, intersections
from pipeline.authority.dials import MINIMUM_N
from pipeline.authority.divergence import Floats

MINIMUM_VOICE: Final = 5  # mentions of a narrative below which a voice hardly tells it
MINIMUM_WEEKS: Final = 6  # with fewer no order of weeks is rarer than one in twenty
_ALL_ORDERS: Final = 10  # weeks up to which every exchange is tried; beyond it SHUFFLES of them
SHUFFLES: Final = 1999
SHOWN: Final = 100


class Ahead(NamedTuple):
    """By how many weeks customers are ahead, and how often shuffled weeks are as far apart."""

    weeks: float
    low: float
    high: float
    p: float

    @property
    def leader(self) -> Voice | None:
        """Who told it ahead; None: it cannot be told."""
        if self.p >= ALPHA or self.low <= 0 <= self.high:
            return None
        return VOICES[int(self.weeks < 0)]


@dataclass(frozen=True)
class Lead:
    """Who was first on a narrative and who told it ahead; null where it cannot be told.

    `other_mention` and `other_day`: from when the other voice tells it. `ahead`: weeks, above 0:
    customers, with its 95 % interval. `mentions`: the first of them, from the beginning until the
    other voice joins.
    """

    narrative_id: int
    first_voice: Voice
    first_mention: int
    first_source: str
    first_day: date
    other_mention: int | None
    other_day: date | None
    ahead: float | None
    low: float | None
    high: float | None
    p: float | None
    leader: Voice | None
    customers: int
    brands: int
    weeks: int
    mentions: list[int]


def leads(
    facts: pd.DataFrame, firsts: pd.DataFrame, whole: Collection[date], seed: int = 0
) -> Iterator[Lead]:
    """Every narrative that customers or the brand tell.

    `firsts`: the rows of `authority_firsts`. `whole`: the Mondays of the weeks that were wholly
    read; in no other can the voices be compared.
    """
    told = facts[facts["counted"] & facts["narrative"].notna() & facts["voice"].isin(VOICES)]
    by_number = dict(tuple(told.groupby("narrative")))
    for number, first in firsts.sort_values("posted_at").groupby("number"):
        joined = first[first["joins"]] if first["joins"].any() else first
        yield _lead(by_number[number], joined.to_dict("records"), whole, (seed, int(str(number))))


def _lead(
    rows: pd.DataFrame, firsts: list[dict[Any, Any]], whole: Collection[date], seed: tuple[int, int]
) -> Lead:
    first, other = firsts[0], firsts[1] if len(firsts) > 1 else None
    begun = rows[rows["day"] >= pd.Timestamp(first["day"])]
    source = rows.loc[rows["mention_id"] == first["mention_id"], "source"].iloc[0]
    compared = begun[begun["week"].isin(pd.to_datetime(sorted(whole)))]
    found = ahead(compared, np.random.default_rng(seed))
    return Lead(
        narrative_id=int(rows["narrative_id"].iloc[0]),
        first_voice=first["voice"],
        first_mention=int(first["mention_id"]),
        first_source=str(source),
        first_day=first["day"],
        other_mention=None if other is None else int(other["mention_id"]),
        other_day=None if other is None else other["day"],
        ahead=None if found is None else found.weeks,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        p=None if found is None else found.p,
        leader=None if found is None else found.leader,
        customers=int((compared["voice"] == "customer").sum()),
        brands=int((compared["voice"] == "brand").sum()),
        weeks=compared["week"].nunique(),
        mentions=_shown(begun, other),
    )


def ahead(rows: pd.DataFrame, rng: np.random.Generator) -> Ahead | None:
    """How far customers are ahead in telling `rows`, mentions of one narrative; None: too few."""
    week = (rows["week"] - rows["week"].min()).dt.days // 7
    profile = pd.crosstab(week, rows["voice"]).reindex(columns=list(VOICES), fill_value=0)
    counts = profile.to_numpy(np.float64)  # (W, 2)
    told = counts.sum(axis=0)
    if told.sum() < MINIMUM_N or told.min() < MINIMUM_VOICE or len(counts) < MINIMUM_WEEKS:
        return None
    shares, number = counts / told, profile.index.to_numpy(np.float64)
    centre = float((number @ shares).mean())
    parts = (number - centre) * (shares[:, 1] - shares[:, 0])  # (W,)
    shuffled = np.abs(_signs(len(parts), rng) @ parts)
    weeks = float(parts.sum())
    reach = _reach(rows, week.to_numpy(np.float64))
    p = float((shuffled >= abs(weeks) - 1e-12).mean())
    return Ahead(weeks, weeks - reach, weeks + reach, p)


def _reach(rows: pd.DataFrame, week: Floats) -> float:
    """Half the width of the interval of the brand's mean week less the customers'."""
    is_brand = (rows["voice"] == "brand").to_numpy()
    moved, variances, degrees = np.zeros(len(rows)), [], []
    authors, threads = (
        rows[name].to_numpy(np.int64).view(np.uint64) for name in ("author_key", "thread_key")
    )
    keys = authors, threads, intersections(authors, threads)
    for voice in (~is_brand, is_brand):
        clusters = min(len(np.unique(key[voice])) for key in keys)
        off = (week[voice] - week[voice].mean()) / voice.sum()
        moved[voice] = off * (clusters / max(clusters - 1, 1)) ** 0.5
        variances.append(clustered(moved * voice, keys))
        degrees.append(max(clusters - 1, 1))
    variance = clustered(moved * np.where(is_brand, 1.0, -1.0), keys)
    shares = [own**2 / free for own, free in zip(variances, degrees, strict=True)]
    freedom = sum(variances) ** 2 / sum(shares) if sum(shares) else min(degrees)
    return float(stdtrit(freedom, 0.975) * variance**0.5)


def _signs(weeks: int, rng: np.random.Generator) -> Floats:
    """Exchanges of the voices, week by week, the first of them none: (exchanges, weeks)."""
    if weeks <= _ALL_ORDERS:
        return np.array(list(product((1.0, -1.0), repeat=weeks)))
    drawn = rng.choice((1.0, -1.0), (SHUFFLES, weeks))
    return np.vstack([np.ones(weeks), drawn])


def _shown(begun: pd.DataFrame, other: dict[Any, Any] | None) -> list[int]:
    until = begun if other is None else begun[begun["day"] <= pd.Timestamp(other["day"])]
    ids = until.sort_values(["day", "mention_id"])["mention_id"].head(SHOWN).tolist()
    joined = [] if other is None or int(other["mention_id"]) in ids else [int(other["mention_id"])]
    return ids + joined
