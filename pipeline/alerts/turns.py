"""Turns of tone and voice: shares that are not what they usually are."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.special import betaincinv, xlogy

from pipeline.alerts.findings import Finding, Stretch, backwards, found, limits
from pipeline.alerts.series import Floats
from pipeline.alerts.tails import share_tails
from pipeline.alerts.usual import WINDOW, moderated, weekly

_LEAST: Final = 20  # mentions in the stretch; fewer are too few to tell, as everywhere
_LEAST_BEFORE: Final = 40  # mentions in the baseline
_LARGE: Final = 0.1  # a smaller change of a share is no turn
_TURN: Final = 0.2  # what is to be found in a fortnight


def turn_findings(stretch: Stretch) -> Iterator[Finding]:
    """Which shares turned on the stretch's last day, each with its clearest stretch."""
    if stretch.whole is None:
        return
    past, whole = stretch.count[:, :-WINDOW].sum(1), stretch.whole[:, :-WINDOW].sum(1)
    usual = (past + 0.5) / (whole + 1)
    alike = whole >= _LEAST_BEFORE
    design, freedom = moderated(*_design(stretch, usual), alike)
    k, n = backwards(stretch.count), backwards(stretch.whole)
    # The usual share is an estimate too.
    effect = np.maximum(design, 1.0)[:, None] * (1 + n / np.maximum(whole, 1.0)[:, None])
    degrees = np.broadcast_to(freedom[:, None], n.shape)
    above, below = share_tails(k, n, usual[:, None], effect, degrees)
    share = k / np.maximum(n, 1.0)
    evidence = (
        n
        / effect
        * (
            xlogy(share, share / usual[:, None])
            + xlogy(1 - share, (1 - share) / (1 - usual[:, None]))
        )
    )
    change = share - usual[:, None]
    told = (n >= _LEAST) & alike[:, None]
    error = np.sqrt(usual * (1 - usual) * effect[:, -1] / np.maximum(n[:, -1], 1.0))
    most = limits("turn", stretch.series, np.where(told[:, -1], _TURN / error, 0.0)) / 2
    for p, rises in (
        (np.where(told & (change >= _LARGE), above, 1.0), True),
        (np.where(told & (change <= -_LARGE), below, 1.0), False),
    ):
        for j, w in found(p, most, evidence):
            low, high = _interval(usual[j], n[j, w] / effect[j, w])
            yield Finding(
                *(stretch.series[j], rises, stretch.day.date(), w + 1),
                *(float(share[j, w]), float(usual[j]), low, high, float(p[j, w])),
                *(float(evidence[j, w]), round(float(n[j, w])), round(float(whole[j]))),
            )


def _design(stretch: Stretch, usual: Floats) -> tuple[Floats, Floats]:
    """The design effect: the variance of weekly shares over a binomial's; degrees of freedom."""
    assert stretch.whole is not None  # noqa: S101 — only shares come here
    k, n = (weekly(values[:, :-WINDOW]) for values in (stretch.count, stretch.whole))
    binomial = np.maximum(n * (usual * (1 - usual))[:, None], 1e-9)
    weeks = n >= 3
    freedom = np.maximum(weeks.sum(1) - 1, 1.0)
    ratio = (k - n * usual[:, None]) ** 2 / binomial
    design: Floats = (ratio * weeks).sum(1) / freedom
    return design, freedom


def _interval(usual: float, size: float) -> tuple[float, float]:
    """What 95 % of usual stretches of this size hold, by the beta approximation of a binomial."""
    a, b = usual * size + 0.5, (1 - usual) * size + 0.5
    return float(betaincinv(a, b, 0.025)), float(betaincinv(a, b, 0.975))
