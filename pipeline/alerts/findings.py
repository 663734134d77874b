"""What a day's look at a series can find, and how much chance is allowed to find."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from pipeline.alerts.series import Floats, Series
from pipeline.alerts.usual import WINDOW, Places

Flags = npt.NDArray[np.bool_]
Way = Literal["rise", "fall", "turn"]

# The false alarms that chance may raise for a brand in thirty days: by rises, falls and turns of
# its narratives, and of everything else. Together less than one a month; most
# of it for what a brand manager asks first.
FALSE_ALARMS: Final[dict[Way, tuple[float, float]]] = {
    "rise": (0.68, 0.06),
    "fall": (0.02, 0.02),
    "turn": (0.05, 0.03),
}
# How many independent chances a series has in thirty days, as one stretch overlaps with the next;
# measured by `python -m tests.bench.alerts`.
LOOKS: Final = 12.0
_LONG_SHOT: Final = 0.02  # of an equal share: what a series gets where only a landslide would show


@dataclass(frozen=True)
class Stretch:
    """K series over the days up to and with `day`: a baseline, then the fortnight that is judged.

    `count` and, of shares, `whole` are (K, T), 0 on days that do not count; `days` (T,) is 1 on
    those that do, `weekday` (T,) is 0 on Mondays.
    """

    series: list[Series]
    day: pd.Timestamp
    count: Floats
    whole: Floats | None
    days: Floats
    weekday: Places


@dataclass(frozen=True)
class Finding:
    """A series that was not as usual for `days` days, `day` the last of them.

    `n` mentions where `expected` are usual and 95 % of usual stretches have `low` to `high`. Of a
    turn these are shares, of `whole` mentions. `p`: how likely chance is to bring this much, or
    more, into one stretch. `evidence`: the log likelihood ratio. `before`: the baseline's mentions.
    """

    series: Series
    rises: bool
    day: date
    days: int
    n: float
    expected: float
    low: float
    high: float
    p: float
    evidence: float
    whole: int | None
    before: int

    @property
    def first(self) -> date:
        """The first of its days."""
        return self.day - timedelta(days=self.days - 1)


def limits(way: Way, series: list[Series], effect: Floats) -> Floats:
    """(K,): how small the p of each series must be to be found on one day.

    `effect` (K,) is what a change worth knowing would come to, in standard deviations. All limits
    together spend what FALSE_ALARMS allows: expected numbers add up, however series hang together.
    Among narratives more of it goes where it decides, to those in which such a change is neither
    plain nor lost in noise: the weights of Roeder and Wasserman (2009, Genome-wide significance
    levels and weighted hypothesis testing), for the greatest expected number of true findings.
    """
    told = np.array([one.subject == "narrative" for one in series])
    narratives, others = (budget / LOOKS for budget in FALSE_ALARMS[way])
    spent = np.full(len(series), others / max((~told).sum(), 1))
    if told.any():
        spent[told] = _weighted(np.maximum(effect[told], 1e-3), narratives)
    return spent


def backwards(values: Floats) -> Floats:
    """(K, T) → (K, WINDOW): sums over the last day, the last two, … the last fourteen."""
    sums: Floats = np.cumsum(values[:, : -WINDOW - 1 : -1], axis=1)
    return sums


def found(p: Floats, limits: Floats, evidence: Floats) -> list[tuple[int, int]]:
    """The series with a stretch below their limits, each with the place of its clearest one.

    A stretch of w days is a new one every w days: shorter ones have more chances, and a lower
    limit, so that long ones are left as much as a slow rise needs. Clearest is the stretch with the
    most evidence, a log likelihood ratio, as in the scan statistic of Kulldorff (1997): it says
    since when. A p of 1 stands for a stretch that is none to speak of.
    """
    below = p * (WINDOW / np.arange(1, WINDOW + 1)) ** 3 < limits[:, None]
    place = np.where(p < 1, evidence, -np.inf).argmax(1)
    return [(int(k), int(place[k])) for k in np.flatnonzero(below.any(1))]


def _weighted(effect: Floats, budget: float) -> Floats:
    """Limits Φ(-θ/2 - c/θ) that add up to the budget; c by bisection."""
    low, high = -100.0, 100.0
    for _ in range(40):
        middle = (low + high) / 2
        limit = ndtr(-effect / 2 - middle / effect)
        low, high = (middle, high) if limit.sum() > budget else (low, middle)
    least = _LONG_SHOT * budget / len(effect)
    weighted: Floats = np.maximum(limit, least)
    return weighted
