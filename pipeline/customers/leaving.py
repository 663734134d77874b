"""How often customers speak of leaving, week by week, and whether that is more than usual.

The rate is a share of the customers' mentions that count, sources weighted as in the dials. Its
interval is theirs too: a bootstrap over authors and threads. A week is an early sign if the rate
of the baseline weeks would hardly ever give as much; both are taken as shares of as many
independent mentions as their intervals are worth.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import betainc, betaincinv

from pipeline.authority.bootstrap import (
    KINDS,
    Bootstrap,
    Floats,
    intersections,
    resampled_sums,
    two_way_variance,
)
from pipeline.authority.dials import Reckoning
from pipeline.authority.intervals import share_interval
from pipeline.authority.rates import source_shares
from pipeline.authority.small import concentration, small_sample
from pipeline.authority.week_facts import of
from pipeline.telling import MINIMUM_N

ALPHA: Final = 0.02  # of weeks without any change one in fifty, one a year, is called a sign
_GRID: Final = (np.arange(400) + 0.5) / 400


@dataclass(frozen=True)
class Reckoned:
    """How the dials are reckoned: sources and weights, and what was not whole (`coverage`)."""

    how: Reckoning
    thin: pd.DataFrame
    seed: int

    @property
    def weighty(self) -> list[str]:
        """The sources that weigh."""
        return [source for source in self.how.sources if self.how.weights.get(source, 0) > 0]

    @property
    def broken(self) -> frozenset[date]:
        """The weeks in which one of them is not whole."""
        return frozenset(self.thin.loc[self.thin["source"].isin(self.weighty), "week"])


@dataclass(frozen=True)
class Leaving:
    """One week: the share of `n` counted mentions by customers that leave; null: too few to tell.

    `usual` is the share in the baseline weeks, `p` how probable it is that this week's is no more.
    """

    week: date
    value: float | None
    low: float | None
    high: float | None
    n: int
    posts: int
    usual: float | None
    p: float | None
    early: bool


@dataclass(frozen=True)
class Share:
    """A share, its interval, and how many independent mentions it is worth."""

    value: float
    low: float
    high: float
    trials: float


def leaving(
    facts: pd.DataFrame,
    leaves: frozenset[int],
    reckoned: Reckoned,
    wanted: Collection[date] | None = None,
) -> Iterator[Leaving]:
    """The rate in each week with mentions, or only in those wanted; `leaves`: ids of mentions.

    What was not scored could not be read, and is no denominator either. Sources that began after
    the baseline are left out: their customers may always have left more.
    """
    how, seed = reckoned.how, reckoned.seed
    weighty, broken = reckoned.weighty, reckoned.broken
    if wanted is not None:
        facts = of(facts, {*wanted, *how.weeks}) if wanted else facts.iloc[:0]
    own = facts["counted"] & (facts["voice"] == "customer") & facts["tone"].notna()
    rows = facts[own & facts["source"].isin(weighty or how.sources)]
    before = rows[rows["week"].isin(pd.to_datetime(list(how.weeks)))]
    usual = _share(before, leaves, how.weights, seed) if len(before) >= MINIMUM_N else None
    for week, those in rows.groupby("week"):
        monday = pd.Timestamp(str(week)).date()
        if wanted is not None and monday not in wanted:
            continue
        posts = int(those["mention_id"].isin(leaves).sum())
        now = _share(those, leaves, how.weights, seed) if len(those) >= MINIMUM_N else None
        tested = now and usual and monday not in how.weeks
        p = no_more(now, usual) if tested and now and usual else None
        yield Leaving(
            week=monday,
            value=now.value if now else None,
            low=now.low if now else None,
            high=now.high if now else None,
            n=len(those),
            posts=posts,
            usual=usual.value if usual else None,
            p=p,
            early=p is not None and p < ALPHA and monday not in broken,
        )


def leaving_made_of(known: Mapping[date, object], reckoned: Reckoned) -> dict[date, object]:
    """Of what the rate of each week is made: what is `known` of it and of the baseline weeks."""
    how, broken = reckoned.how, reckoned.broken
    usual = [known.get(week) for week in how.weeks]
    return {week: (how, reckoned.seed, usual, own, week in broken) for week, own in known.items()}


def no_more(now: Share, usual: Share) -> float:
    """How probable it is that the rate behind one share is no more than that behind the usual one.

    Both with Jeffreys' prior, whose one-sided probability errs about as often as it says.
    """
    before = betaincinv(*_beta(usual), _GRID)
    return float(betainc(*_beta(now), before).mean())


def _beta(share: Share) -> tuple[float, float]:
    return share.value * share.trials + 0.5, (1 - share.value) * share.trials + 0.5


def _share(
    rows: pd.DataFrame, leaves: frozenset[int], weights: Mapping[str, float], seed: int
) -> Share:
    names, source = np.unique(rows["source"].to_numpy(str), return_inverse=True)
    authors, threads = (
        rows[name].to_numpy(np.int64).view(np.uint64) for name in ("author_key", "thread_key")
    )
    left = rows["mention_id"].isin(leaves).to_numpy().astype(np.float64)
    counts = np.bincount(source, minlength=len(names)).astype(np.float64)
    shares = source_shares(counts, list(names), weights)
    value = float(shares @ (np.bincount(source, left, len(names)) / counts))
    keys = (authors, threads, intersections(authors, threads))
    values: Floats = np.stack([np.ones_like(left), left])
    drawn = [
        _ratios(resampled_sums(values, source, len(names), key, Bootstrap(seed=seed)), shares)
        for key in keys[: len(KINDS)]
    ]
    small = small_sample(
        concentration(authors, source, len(names)),
        concentration(threads, source, len(names)),
        shares,
        counts,
    )
    resampled = float(two_way_variance(np.concatenate(drawn), small.authors, small.threads))
    independent = float((shares**2 * value * (1 - value) / counts).sum())
    variance = small.variance(resampled, independent)
    low, high = share_interval(value, variance, small.trials, small.quantile)
    sure = value * (1 - value) >= 1e-9 and variance > 0
    trials = value * (1 - value) / variance if sure else small.trials
    return Share(value, low, high, max(trials, 1.0))


def _ratios(sums: np.ndarray, shares: Floats) -> Floats:
    """The weighted share of each replicate: sums (2, S, R) to (R,)."""
    mass = np.where(sums[0] > 0, sums[0], 1.0)
    ratios: Floats = shares @ (sums[1] / mass)
    return ratios
