"""The dials of authority: voice share, heard share and net sentiment, for any window."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority.bootstrap import Floats, two_way_variance
from pipeline.authority.cells import Index
from pipeline.authority.facts import VOICES
from pipeline.authority.intervals import share_interval
from pipeline.authority.rates import (
    Dial,
    Mask,
    Rate,
    Rates,
    Reading,
    grouped,
    source_shares,
    within_variance,
)
from pipeline.telling import MINIMUM_N

_DECIMALS: Final = 12  # sums of a thousand weights are not exact beyond; 1 should be 1
_BRAND: Final = VOICES.index("brand")  # the customers' and the brand's come first


@dataclass(frozen=True)
class Figure:
    """One dial in one window; no value, interval or bounds below MINIMUM_N.

    Shares run from 0 to 1, net sentiment (of everybody but the brand) from -1 to 1. The bounds
    count every unknown voice as the brand's, then as a customer's; for net sentiment, every mention
    without a tone as negative, then as positive. `n` counts the mentions behind the value.
    """

    dial: Dial
    reading: Reading
    value: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None
    n: int
    customers: int
    brands: int
    media: int
    unknowns: int


@dataclass(frozen=True)
class Reckoning:
    """What every window of one brand is reckoned with: its sources and their frozen weights."""

    sources: list[str]
    weights: Mapping[str, float]
    weeks: tuple[date, ...] = ()  # the baseline, where the weights were frozen


def figures(facts: pd.DataFrame, window: Rates, how: Reckoning) -> list[Figure]:
    """Every dial in both readings, of the window whose facts and rates are given."""
    rows = _counted(facts, how)
    return [_figure(rows, rate, dial, reading, how) for (dial, reading), rate in window.items()]


def interval(rate: Rate, dial: Dial, sources: int) -> tuple[float, float, float]:
    """The dial's value and its 95 % interval, never narrower than of independent mentions."""
    totals = rate.value.sum(axis=0)  # (1 + 3 R,)
    value = round(float(totals[0]), _DECIMALS)
    prior = (0.0, 2 / 3) if dial == "net_sentiment" else (value, value)
    shares = grouped(rate.mass[:, :1], rate.cells.source, sources)[:, 0]
    floor = (shares**2 * within_variance(rate, rate.cells.source, sources, prior)).sum()
    small = rate.small
    resampled = two_way_variance(totals[1:], small.authors, small.threads)
    variance = small.variance(float(resampled), float(floor))
    if dial != "net_sentiment":
        return value, *share_interval(value, variance, small.trials, small.quantile)
    low, high = share_interval((value + 1) / 2, variance / 4, small.trials, small.quantile)
    return value, 2 * low - 1, 2 * high - 1


def _figure(rows: "_Rows", rate: Rate, dial: Dial, reading: Reading, how: Reckoning) -> Figure:
    rows = _read(rows, dial, reading, how)
    voices = np.bincount(rows.voice, minlength=len(VOICES))
    counts = [int(count) for count in voices]
    n = int(rate.n.sum())
    if n < MINIMUM_N:
        return Figure(dial, reading, None, None, None, None, None, n, *counts)
    value, low, high = interval(rate, dial, len(how.sources))
    return Figure(dial, reading, value, low, high, *_bounds(rows, dial, how), n, *counts)


class _Rows(NamedTuple):
    """Counted mentions: places in the sources and in VOICES, replies, tones, heard weights."""

    source: Index
    voice: Index
    direct: Mask
    tone: Floats
    heard: Floats

    def where(self, chosen: Mask) -> "_Rows":
        """Those that are chosen."""
        source, voice, direct, tone, heard = self
        kept = source[chosen], voice[chosen], direct[chosen], tone[chosen], heard[chosen]
        return _Rows(*kept)


def _counted(facts: pd.DataFrame, how: Reckoning) -> _Rows:
    """The counted facts of the sources that are reckoned with."""
    heard = facts["heard"] if "heard" in facts.columns else pd.Series(1.0, facts.index)
    rows = _Rows(
        pd.Index(how.sources, dtype="str").get_indexer(pd.Index(facts["source"])),
        pd.Index(VOICES).get_indexer(pd.Index(facts["voice"])),
        facts["direct_reply"].to_numpy(),
        facts["tone"].to_numpy(np.float64),
        np.asarray(heard, np.float64),
    )
    return rows.where(facts["counted"].to_numpy() & (rows.source >= 0))


def _read(rows: _Rows, dial: Dial, reading: Reading, how: Reckoning) -> _Rows:
    """Those of a reading, of the sources that weigh."""
    if reading == "broadcast":
        rows = rows.where(~(rows.direct & (rows.voice == _BRAND)))
    weights = np.array([how.weights.get(name, 0.0) for name in how.sources])
    weighty = weights[rows.source] > 0
    said = rows.voice <= _BRAND
    if dial == "net_sentiment":
        said = (rows.voice != _BRAND) & ~np.isnan(rows.tone)
    return rows.where(weighty) if (weighty & said).any() else rows


def _bounds(rows: _Rows, dial: Dial, how: Reckoning) -> tuple[float, float]:
    """The dial with everything unknown counted one way, then the other."""
    if dial == "net_sentiment":
        rows = rows.where(rows.voice != _BRAND)
        size = np.ones(len(rows.tone))
        low, high = np.nan_to_num(rows.tone, nan=-1.0), np.nan_to_num(rows.tone, nan=1.0)
    else:
        rows = rows.where(rows.voice != VOICES.index("media"))
        size = rows.heard if dial == "heard_share" else np.ones(len(rows.tone))
        low = (rows.voice == VOICES.index("customer")).astype(np.float64)
        high = np.where(rows.voice == VOICES.index("unknown"), 1.0, low)
    return _weighted(rows, low * size, size, how), _weighted(rows, high * size, size, how)


def _weighted(rows: _Rows, value: Floats, size: Floats, how: Reckoning) -> float:
    """Σ_s w_s · value_s / size_s over the sources that are there."""
    sizes, values = (
        np.bincount(rows.source, column, len(how.sources)).astype(np.float64)
        for column in (size, value)
    )
    share = source_shares(sizes, how.sources, how.weights)
    return float((share * values / np.where(sizes > 0, sizes, 1.0)).sum())
