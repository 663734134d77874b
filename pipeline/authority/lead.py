"""Per narrative: which voice was there first, and which one told it earlier, by how many weeks.

First is who began it, by the rule of `firsts`. Ahead is more than that: the mean week in
which the brand told the narrative less the mean week in which customers did, both from its
beginning. Whether that is more than chance is asked of shuffled weeks: in each week the two
voices' shares of their own telling change places at random (a sign-flip test, Fisher 1935). So it
takes several weeks to tell, however many posts one of them holds, and a story that returns again
and again is told by neither ahead of the other. The interval is Welch's, of a difference of means,
with variances over authors and threads (Cameron, Gelbach and Miller 2011). A leader is only named
where neither doubts it. It says who spoke earlier, not who caused what.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

from pipeline.authority.agenda import ALPHA, VOICES, Voice
from pipeline.authority.clustered import clustered, clusters
from pipeline.authority.divergence import Floats
from pipeline.authority.firsts import First
from pipeline.telling import MINIMUM_N

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
    told: pd.DataFrame, known: Iterable[First], whole: Collection[date], seed: int = 0
) -> Iterator[Lead]:
    """Every narrative that customers or the brand tell.

    `told`, `known`: of `pipeline.authority.firsts`. `whole`: the Mondays of the weeks that were
    wholly read; in no other can the voices be compared.
    """
    now = [first for first in known if first.until is None]
    rows = told.assign(whole=told["week"].isin(pd.to_datetime(sorted(whole))))
    by_story = dict(tuple(rows.groupby("narrative_id")))
    for story, firsts in groupby(now, key=lambda first: first.narrative_id):
        yield _lead(by_story[story], list(firsts), seed)


def _lead(rows: pd.DataFrame, firsts: list[First], seed: int) -> Lead:
    ids = rows["mention_id"].to_numpy()
    joined = [first for first in firsts if first.joins] or firsts
    first, *others = sorted(joined, key=lambda one: int((ids == one.mention_id).argmax()))
    other = others[0] if others else None
    begun = rows[rows["day"] >= pd.Timestamp(first.day)]
    compared = begun[begun["whole"]]
    found = ahead(compared, np.random.default_rng((seed, int(rows["narrative"].iloc[0]))))
    brands = int((compared["voice"] == "brand").sum())
    return Lead(
        narrative_id=first.narrative_id,
        first_voice=first.voice,
        first_mention=first.mention_id,
        first_source=str(rows.loc[rows["mention_id"] == first.mention_id, "source"].iloc[0]),
        first_day=first.day,
        other_mention=None if other is None else other.mention_id,
        other_day=None if other is None else other.day,
        ahead=None if found is None else found.weeks,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        p=None if found is None else found.p,
        leader=None if found is None else found.leader,
        customers=len(compared) - brands,
        brands=brands,
        weeks=compared["week"].nunique(),
        mentions=_shown(begun, other),
    )


def ahead(rows: pd.DataFrame, rng: np.random.Generator) -> Ahead | None:
    """How far customers are ahead in telling `rows`, both voices' mentions of one narrative.

    None: too few.
    """
    is_brand = (rows["voice"] == "brand").to_numpy()
    mondays, place = np.unique(rows["week"].to_numpy(), return_inverse=True)
    told = np.bincount(is_brand, minlength=2)
    if told.sum() < MINIMUM_N or told.min() < MINIMUM_VOICE or len(mondays) < MINIMUM_WEEKS:
        return None
    number = (mondays - mondays[0]) // np.timedelta64(7, "D")
    counts = np.bincount(2 * place + is_brand, minlength=2 * len(mondays)).reshape(-1, 2)  # (W, 2)
    shares = counts / told
    centre = float((number @ shares).mean())
    parts = (number - centre) * (shares[:, 1] - shares[:, 0])  # (W,)
    shuffled = np.abs(_signs(len(parts), rng) @ parts)
    weeks = float(parts.sum())
    reach = _reach(rows, is_brand, number[place].astype(np.float64))
    p = float((shuffled >= abs(weeks) - 1e-12).mean())
    return Ahead(weeks, weeks - reach, weeks + reach, p)


def _reach(rows: pd.DataFrame, is_brand: npt.NDArray[np.bool_], week: Floats) -> float:
    """Half the width of the interval of the brand's mean week less the customers'."""
    moved, variances, degrees = np.zeros(len(rows)), [], []
    over = clusters(rows)
    for voice in (~is_brand, is_brand):
        count = min(len(np.unique(number[voice])) for number in over)
        off = (week[voice] - week[voice].mean()) / voice.sum()
        moved[voice] = off * (count / max(count - 1, 1)) ** 0.5
        variances.append(clustered(moved * voice, over))
        degrees.append(max(count - 1, 1))
    variance = clustered(moved * np.where(is_brand, 1.0, -1.0), over)
    shares = [own**2 / free for own, free in zip(variances, degrees, strict=True)]
    freedom = sum(variances) ** 2 / sum(shares) if sum(shares) else min(degrees)
    return float(stdtrit(freedom, 0.975) * variance**0.5)


def _signs(weeks: int, rng: np.random.Generator) -> Floats:
    """Exchanges of the voices, week by week, the first of them none: (exchanges, weeks)."""
    if weeks <= _ALL_ORDERS:
        return np.array(list(product((1.0, -1.0), repeat=weeks)))
    drawn = rng.choice((1.0, -1.0), (SHUFFLES, weeks))
    return np.vstack([np.ones(weeks), drawn])


def _shown(begun: pd.DataFrame, other: First | None) -> list[int]:
    until = begun if other is None else begun[begun["day"] <= pd.Timestamp(other.day)]
    ids = until.sort_values(["day", "mention_id"])["mention_id"].head(SHOWN).tolist()
    return ids if other is None or other.mention_id in ids else [*ids, other.mention_id]
