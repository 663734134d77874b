"""Difference in differences: how the treated changed, less how the controls changed.

τ = (R_treated,after - R_treated,before) - (R_control,after - R_control,before), with R a rate of
all mentions of a window: voice share or net sentiment, each source as it weighs in the dials, or
the logarithm of posts a week by anybody but the brand. Everything is linear in the mentions of a
window to first order, so that one kind of influence serves every variance:

- over weeks, of the treated and the controls together, so that what moves both in the same week
  cancels, and with Welch's degrees of freedom, for there are few weeks;
- of independent mentions, two of them made up, where all agree (Agresti and Coull 1998);
- over authors and threads (`clusters`).

The interval is the widest of the three.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from pipeline.actions.periods import CUSTOMERS, OTHERS, POLAR, SCORED, SPOKEN, TONE, Floats
from pipeline.authority.intervals import Z

Measure = Literal["volume", "voice_share", "net_sentiment"]
Index = npt.NDArray[np.intp]
Windows = tuple[Index, Index]  # places of the periods before and after

MEASURES: Final[tuple[Measure, ...]] = ("volume", "voice_share", "net_sentiment")
VALUE_AND_MASS: Final[dict[Measure, tuple[int, int]]] = {
    "volume": (OTHERS, OTHERS),
    "voice_share": (CUSTOMERS, SPOKEN),
    "net_sentiment": (TONE, SCORED),
}
_HALF: Final = 0.5  # a post more in every count, so that none has a logarithm too
_MADE_UP: Final = 2.0  # mentions in the variance of independent ones …
_SQUARE: Final = {"voice_share": 0.5, "net_sentiment": 2 / 3}  # … and their mean square


@dataclass(frozen=True)
class Rate:
    """The rate of one side in one window, of `n` mentions.

    `level` is what people read (posts a week, a share, net sentiment), `value` the same where
    effects add up. `weekly` (W,): what each week moves the value by. A mention of source s moves
    it by (value - mass · centre_s) · factor_s. `floor`: the variance of independent mentions.
    """

    level: float
    value: float
    n: int
    weekly: Floats
    factor: Floats
    centre: Floats
    floor: float


@dataclass(frozen=True)
class Difference:
    """τ and the rates it is made of: treated, then control if there is one; before and after."""

    value: float
    sides: tuple[tuple[Rate, Rate], ...]
    reach: float  # half of the interval, over weeks


def difference(
    sides: tuple[Floats, ...], weights: Floats, windows: Windows, measure: Measure
) -> Difference:
    """τ of one side's or two sides' sums (P, S, STATISTICS)."""
    rates = tuple(_side(sums, weights, windows, measure) for sums in sides)
    signs = (1.0, -1.0)[: len(rates)]
    value = sum(s * (side[1].value - side[0].value) for s, side in zip(signs, rates, strict=True))
    moved = [np.stack([side[when].weekly for side in rates]) for when in (0, 1)]  # (sides, W)
    variances = [_over_weeks(np.array(signs) @ weekly) for weekly in moved]
    quantile = float(stdtrit(_welch(variances, [len(window) for window in windows]), 0.975))
    floor = sum(rate.floor for side in rates for rate in side)
    reach = max(quantile * math.sqrt(sum(variances)), Z * math.sqrt(floor))
    return Difference(float(value), rates, reach)


def _side(sums: Floats, weights: Floats, windows: Windows, measure: Measure) -> tuple[Rate, Rate]:
    if measure == "volume":
        return _volume(sums[windows[0]]), _volume(sums[windows[1]])
    mass = sums[..., VALUE_AND_MASS[measure][1]]
    # a source that speaks on one side of the day alone is no change of anybody's mind
    both = (mass[windows[0]].sum(axis=0) > 0) & (mass[windows[1]].sum(axis=0) > 0)
    kept = np.where(both, weights, 0.0)
    return _share(sums[windows[0]], kept, measure), _share(sums[windows[1]], kept, measure)


def _volume(sums: Floats) -> Rate:
    counts = sums[..., OTHERS].sum(axis=1)  # (W,)
    n, weeks, sources = counts.sum(), len(sums), sums.shape[1]
    total = n + _HALF
    return Rate(
        level=n / weeks,
        value=math.log(total / weeks),
        n=int(n),
        weekly=(counts - n / weeks) / total,
        factor=np.full(sources, 1 / total),
        centre=np.zeros(sources),
        floor=1 / total,
    )


def _share(sums: Floats, weights: Floats, measure: Measure) -> Rate:
    value, mass = (sums[..., column] for column in VALUE_AND_MASS[measure])
    n = mass.sum(axis=0) * (weights > 0)  # (S,)
    safe = np.where(n > 0, n, 1.0)
    factor = weights / max(weights.sum(), 1e-12) / safe
    centre = value.sum(axis=0) / safe
    level = float((factor * safe * centre).sum())
    squares = (sums[..., POLAR] if measure == "net_sentiment" else value).sum(axis=0)
    return Rate(
        level=level,
        value=level,
        n=int(n.sum()),
        weekly=((value - mass * centre) * factor).sum(axis=1),
        factor=factor,
        centre=centre,
        floor=float((factor**2 * n * _variance_of_one(centre, squares, n, measure)).sum()),
    )


def _variance_of_one(centre: Floats, squares: Floats, n: Floats, measure: Measure) -> Floats:
    """The variance of a mention's value, by source, the made-up ones among them."""
    prior = 0.5 if measure == "voice_share" else 0.0
    mean = (centre * n + _MADE_UP * prior) / (n + _MADE_UP)
    square = (squares + _MADE_UP * _SQUARE[measure]) / (n + _MADE_UP)
    return np.maximum(square - mean**2, 0.0)


def _over_weeks(moved: Floats) -> float:
    weeks = len(moved)
    return float((moved**2).sum()) * weeks / (weeks - 1)


def _welch(variances: list[float], weeks: list[int]) -> float:
    parts = sum(v**2 / (w - 1) for v, w in zip(variances, weeks, strict=True))
    return sum(variances) ** 2 / parts if parts > 0 else float(min(weeks) - 1)
