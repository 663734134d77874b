"""Rises and falls of how much is said, against a negative binomial with weekdays."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.special import nbdtrik, ndtr, stdtrit, xlogy

from pipeline.alerts.findings import Finding, Stretch, Way, backwards, found, limits
from pipeline.alerts.series import Floats
from pipeline.alerts.tails import count_tails
from pipeline.alerts.usual import WINDOW, usual

_LEAST: Final = 10  # mentions: a rise to fewer, or a fall from fewer, is nobody's news
_LARGE: Final = 1.3  # nor is a change of less than this factor
_RISE: Final = 0.5  # what is to be found in a fortnight: half as much again,
_FALL: Final = 1 / 3  # or a third less


def volume_findings(stretch: Stretch) -> Iterator[Finding]:
    """Which series rose or fell on the stretch's last day, each with its clearest stretch."""
    alike = np.array([series.subject == "narrative" for series in stretch.series])
    known = usual(
        stretch.count[:, :-WINDOW], stretch.days[:-WINDOW], stretch.weekday[:-WINDOW], alike
    )
    exposure = known.weekdays[:, stretch.weekday] * stretch.days
    n, expected = backwards(stretch.count), backwards(known.rate[:, None] * exposure)
    # The level is an estimate too: the variance of the difference is φμ (1 + μ / seen).
    dispersion = known.dispersion[:, None] * (1 + expected / known.seen[:, None])
    freedom = np.broadcast_to(known.freedom[:, None], n.shape)
    ratio = n / np.maximum(expected, 1e-9)
    most, least = _with_the_brand(stretch, expected, ratio[0])
    above, _ = count_tails(n, most, dispersion, freedom)
    _, below = count_tails(n, least, dispersion, freedom)
    rises = np.where((n >= _LEAST) & (n >= _LARGE * most), above, 1.0)
    falls = np.where((expected >= _LEAST) & (n * _LARGE <= least), below, 1.0)
    evidence = (xlogy(n, ratio) - (n - expected)) / dispersion
    noise = np.sqrt(expected[:, -1] / dispersion[:, -1])
    ways: list[tuple[Way, Floats, float]] = [("rise", rises, _RISE), ("fall", falls, _FALL)]
    for way, p, change in ways:
        for k, w in found(p, limits(way, stretch.series, change * noise), evidence):
            low, high = _interval(expected[k, w], dispersion[k, w], freedom[k, w])
            yield Finding(
                *(stretch.series[k], way == "rise", stretch.day.date(), w + 1),
                *(float(n[k, w]), float(expected[k, w]), low, high, float(p[k, w])),
                *(float(evidence[k, w]), None, round(float(stretch.count[k, :-WINDOW].sum()))),
            )


def _with_the_brand(stretch: Stretch, expected: Floats, brand: Floats) -> tuple[Floats, Floats]:
    """What a series may at most and at least be expected to have: (K, WINDOW) each.

    Of a voice, a tone or a source that is what it has where it rises or falls as the whole brand
    (`brand` times the usual): so much the brand's own alert says.
    """
    part = np.array([[one.subject not in ("brand", "narrative")] for one in stretch.series])
    most, least = np.maximum(brand, 1.0), np.minimum(brand, 1.0)
    return expected * np.where(part, most, 1.0), expected * np.where(part, least, 1.0)


def _interval(expected: float, dispersion: float, freedom: float) -> tuple[float, float]:
    """What 95 % of usual stretches hold: quantiles of the same distribution as in `count_tails`."""
    size = expected / max(dispersion - 1, 1e-6)
    tail = ndtr(-stdtrit(freedom, 0.975))
    low, high = (float(nbdtrik(q, size, 1 / max(dispersion, 1 + 1e-6))) for q in (tail, 1 - tail))
    return float(np.nan_to_num(np.floor(low))), float(np.ceil(high))
