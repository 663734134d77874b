"""What an effect is held against: dates without an action, and the weeks before it.

A placebo is the same difference at a date on which nothing was done: at every week before the
action, for the treated; and for each control against the others, at the action's date too. They
are compared in units of their own interval, so that a quiet control and a loud one are alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtr, stdtrit

from pipeline.actions.effect import VALUE_AND_MASS, Difference, Index, Measure, Windows, difference
from pipeline.actions.periods import Floats, Told
from pipeline.telling import MINIMUM_N

BEFORE: Final = 8  # weeks compared, if there are as many
AFTER: Final = 4
MINIMUM_BEFORE: Final = 4
MINIMUM_AFTER: Final = 2
_REACH: Final = 2  # weeks further away than that, to make up for those not wholly read


@dataclass(frozen=True)
class Trend:
    """How fast the treated and the controls drifted apart before the action, a week."""

    slope: float
    low: float
    high: float
    p: float


def windows_at(told: Told, at: int, after: int = AFTER, until: int | None = None) -> Windows | None:
    """The periods compared around period `at`; None where there are too few.

    `until`: the first period that must not be touched, for placebos.
    """
    periods = told.periods
    early = np.flatnonzero((periods < at) & (periods >= at - BEFORE - _REACH))[-BEFORE:]
    late = (periods >= at) & (periods < at + AFTER + _REACH)
    if until is not None:
        late &= periods < until
    chosen = np.flatnonzero(late)[:after]
    few = len(early) < MINIMUM_BEFORE or len(chosen) < MINIMUM_AFTER
    if few or (until is not None and len(chosen) < after):
        return None
    return early, chosen


def enough(found: Difference, measure: Measure) -> bool:
    """Whether every rate has a ground; a volume may fall to nothing, but not rise from it."""
    sides = [side[:1] if measure == "volume" else side for side in found.sides]
    controls = [rate for side in found.sides[1:] for rate in side]
    return all(rate.n >= MINIMUM_N for side in sides for rate in (*side, *controls))


def placebos(told: Told, measure: Measure, after: int) -> list[float]:
    """The placebo effects, each in units of half its interval."""
    found = (
        difference(sides, told.weights, window, measure)
        for sides, window in _comparisons(told, after)
    )
    return [one.value / one.reach for one in found if enough(one, measure) and one.reach > 0]


def _comparisons(told: Told, after: int) -> Iterator[tuple[tuple[Floats, Floats], Windows]]:
    dates = [int(at) for at in told.periods if at < 0]
    before = [window for at in dates if (window := windows_at(told, at, after, 0))]
    for window in before:
        yield (told.treated, told.control), window
    now = windows_at(told, 0, after)
    if len(told.sums) < 4:  # of two controls, one against the other is the same again
        return
    for unit in told.sums[1:]:
        for window in [*before, *([now] if now else [])]:
            yield (unit, told.control - unit), window


def trend(told: Told, measure: Measure, early: Index) -> Trend | None:
    """The slope of the gap over the weeks before, by least squares, each week as it has mentions.

    None where a gap in the weeks leaves too few of them.
    """
    gaps, n = _gaps(told, measure, early)
    known = np.isfinite(gaps) & (n > 0)
    if known.sum() < MINIMUM_BEFORE:
        return None
    weeks, gap, weight = told.periods[early][known], gaps[known], n[known]
    weight = weight / weight.sum()
    off = weeks - (weight * weeks).sum()
    spread = float((weight * off**2).sum())
    slope = float((weight * off * gap).sum()) / spread
    rest = gap - (weight * gap).sum() - slope * off
    freedom = len(gap) - 2
    error = float(np.sqrt((weight * rest**2).sum() / freedom / spread))
    reach = float(stdtrit(freedom, 0.975)) * error
    p = 2 * float(stdtr(freedom, -abs(slope) / error)) if error > 0 else 1.0
    return Trend(slope, slope - reach, slope + reach, p)


def weekly(sums: Floats, weights: Floats, measure: Measure) -> tuple[Floats, Floats]:
    """The level of each period (NaN where nothing was said), and its mentions: (P,) each."""
    value, mass = (sums[..., column] for column in VALUE_AND_MASS[measure])
    n = mass.sum(axis=1)
    if measure == "volume":
        return n, n
    share = np.where(mass > 0, weights, 0.0)
    level = (share * value / np.where(mass > 0, mass, 1.0)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return level / np.where(share.sum(axis=1) > 0, share.sum(axis=1), np.nan), n


def _gaps(told: Told, measure: Measure, early: Index) -> tuple[Floats, Floats]:
    levels = [weekly(sums[early], told.weights, measure) for sums in (told.treated, told.control)]
    (ours, n), (theirs, of) = levels
    if measure == "volume":
        ours, theirs = np.log(ours + 0.5), np.log(theirs + 0.5)
    with np.errstate(divide="ignore"):
        return ours - theirs, 1 / (1 / n + 1 / of)
