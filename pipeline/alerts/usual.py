"""What is usual: level, weekday pattern and dispersion of many series over the weeks before.

The half year before the last fortnight is the baseline; the fortnight is what is judged, so
that a slow rise is not measured against itself.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, polygamma

from pipeline.alerts.series import Floats

Places = npt.NDArray[np.intp]

WINDOW: Final = 14  # days: the longest stretch that is judged
BLOCKS: Final = 26  # weeks of the baseline
HISTORY: Final = 7 * BLOCKS + WINDOW
_JEFFREYS: Final = 0.5
_OUTLYING: Final = 2.58  # residuals beyond it count less, as in Noufaily et al. (2013)
_ROUNDS: Final = 3
_STEADY: Final = 5.0  # mentions a week from which on a median tells what is usual
_DOUBT: Final = 3.0  # times what the median deviation says of a dispersion: it may err by that much
# How far weekdays differ from each other, as a standard deviation of their factors: of a brand's
# mentions from an even week, and of one series from its brand.
_BRAND_WEEKDAYS: Final = 0.2
_OWN_WEEKDAYS: Final = 0.1


@dataclass(frozen=True)
class Usual:
    """Of K series: `rate` (K,) a day, `seen` (K,) mentions it rests on, `weekdays` (K, 7) factors.

    `dispersion` (K,) is the variance of weekly sums over their mean, with `freedom` (K,) degrees.
    """

    rate: Floats
    seen: Floats
    weekdays: Floats
    dispersion: Floats
    freedom: Floats


def usual(counts: Floats, whole_days: Floats, weekday: Places, alike: Floats) -> Usual:
    """What is usual of `counts` (K, T) over the T days of a baseline, the first series the brand's.

    `whole_days` (T,) is 1 where a day counts, `weekday` (T,) its place in the week. Series of which
    `alike` (K,) holds lend each other strength in judging their dispersion (`moderated`).

    Weeks far above the others count less, so that yesterday's spike is not today's measure: weights
    by Anscombe's residuals as in Farrington et al. (1996) and Noufaily et al. (2013).
    """
    weekdays = weekday_factors(counts, whole_days, weekday)
    exposure = weekdays[:, weekday] * whole_days
    seen, exposed = (weekly(values) for values in (counts * whole_days, exposure))
    weight = (exposed > 0) * _first_weights(seen, exposed)
    for _ in range(_ROUNDS):
        mentions = (weight * seen).sum(1) + _JEFFREYS
        rate = mentions / np.maximum((weight * exposed).sum(1), 1e-9)
        expected = np.maximum(rate[:, None] * exposed, 1e-9)
        freedom = np.maximum(weight.sum(1) - 1, 1.0)
        dispersion = (weight * (seen - expected) ** 2 / expected).sum(1) / freedom
        weight = (exposed > 0) * _weights(seen, expected, np.maximum(dispersion, 1.0)[:, None])
    steady = alike & (expected.mean(1) >= 1.0)
    dispersion, freedom = moderated(dispersion, freedom, steady)
    return Usual(rate, mentions, weekdays, np.maximum(dispersion, 1.0), freedom)


def weekday_factors(counts: Floats, whole_days: Floats, weekday: Places) -> Floats:
    """(K, 7): how lively each weekday is; the brand's shrunk to 1, each series' to the brand's.

    The posterior mean of a factor whose prior has the standard deviation τ and whose observation
    has the variance φ / expected (normal approximation): weight expected / (expected + φ / τ²).
    """
    days = np.eye(7)[weekday] * whole_days[:, None]  # (T, 7)
    seen = counts @ days
    level = seen.sum(1, keepdims=True) / max(days.sum(), 1.0)
    expected = level * days.sum(0)
    spread = (whole_days * (counts - level) ** 2).sum(1, keepdims=True)
    noise = np.maximum(spread / np.maximum(seen.sum(1, keepdims=True), 1.0), 1.0)
    brand = _shrunk(seen[:1], expected[:1], noise[:1] / _BRAND_WEEKDAYS**2, np.ones(7))
    return _shrunk(seen, expected * brand, noise / _OWN_WEEKDAYS**2, brand)


def moderated(dispersion: Floats, freedom: Floats, alike: Floats) -> tuple[Floats, Floats]:
    """Each dispersion drawn to what is common among `alike`, and its degrees of freedom then.

    Empirical Bayes as in Smyth (2004), Linear models and empirical Bayes methods, section 6.2: the
    prior's degrees of freedom follow from how much more the estimates differ than chance lets them.
    """
    if alike.sum() < 3:
        return dispersion, freedom
    half = freedom[alike] / 2
    logs = np.log(np.maximum(dispersion[alike], 0.05)) - digamma(half) + np.log(half)
    excess = logs.var(ddof=1) - polygamma(1, half).mean()
    prior = 2 * _inverse_trigamma(excess) if excess > 0 else 1e3
    common = np.exp(logs.mean() + digamma(prior / 2) - np.log(prior / 2))
    drawn = (prior * common + freedom * dispersion) / (prior + freedom)
    return np.where(alike, drawn, dispersion), np.where(alike, prior + freedom, freedom)


def _inverse_trigamma(value: float) -> float:
    """Where trigamma has `value`, by Newton's method (Smyth 2004, appendix)."""
    if value > 1e7:
        return float(1 / np.sqrt(value))
    y = 0.5 + 1 / value
    for _ in range(20):
        trigamma = float(polygamma(1, y))
        y += trigamma * (1 - trigamma / value) / float(polygamma(2, y))
    return y


def _shrunk(seen: Floats, expected: Floats, doubt: Floats, prior: Floats) -> Floats:
    return prior * (seen + doubt) / (expected + doubt)


def weekly(values: Floats) -> Floats:
    """(K, T) → (K, T / 7): sums over weeks."""
    sums: Floats = values.reshape(len(values), -1, 7).sum(2)
    return sums


def _first_weights(seen: Floats, exposed: Floats) -> Floats:
    """Weights by medians, which a few weeks of crisis do not move as they move means.

    1 where the median says little: fewer than _STEADY mentions a week.
    """
    weekly_rate = np.where(exposed > 0, seen / np.maximum(exposed, 1e-9), np.nan)
    middle = np.nan_to_num(np.nanmedian(weekly_rate, axis=1, keepdims=True)) * exposed
    apart = np.where(exposed > 0, np.abs(seen - middle), np.nan)
    spread = 1.4826 * np.nan_to_num(np.nanmedian(apart, axis=1, keepdims=True))
    typical = np.maximum(middle.max(1, keepdims=True), 1e-9)
    dispersion = _DOUBT * np.maximum(spread**2 / typical, 1.0)
    weights = _weights(seen, np.maximum(middle, 1e-9), dispersion)
    return np.where(typical >= _STEADY, weights, 1.0)


def _weights(seen: Floats, expected: Floats, dispersion: Floats) -> Floats:
    residual = 1.5 * (seen ** (2 / 3) - expected ** (2 / 3))
    residual = residual / (expected ** (1 / 6) * np.sqrt(dispersion))
    weights: Floats = np.minimum(1.0, (_OUTLYING / np.maximum(residual, 1e-9)) ** 2)
    return weights
