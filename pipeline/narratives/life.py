"""Where a narrative is in its life: tests on its share of the people who speak, week by week.

Shares are compared, not counts: a week that was read in part has fewer of all. Weeks in which
a source was not wholly read are left out, for there shares may differ by what is missing. What a
test at 5 % does not show is not said. The first that holds, at the brand's last week:

emerging  its first mention is less than three weeks old
dormant   silent for four weeks or more, and that is no chance at its share before
returned  it speaks again in the last two weeks, after such a silence
rising    its share in the last two weeks is above that of the four before
fading    its share in the last two weeks is below that of its best two weeks running
peaking   otherwise: no less than ever, as far as can be told
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

_WEEK = timedelta(days=7)
_NEW, _SILENT, _RECENT, _BEFORE = 3, 4, 2, 4  # weeks
_CHANCE = 0.05  # of a test that finds what is not there
_ENOUGH = 20  # people from a narrative's peak on, for a half-life
_SURE = 1.96  # standard errors of a 95 % interval

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Course:
    """A narrative's weeks from its first to the brand's last, those not wholly read left out.

    told, spoke: people who told it, and who spoke of the brand at all. age: weeks since its first.
    weeks: which ones they are, began: the first, thin or not.
    """

    told: Counts
    spoke: Counts
    age: int
    weeks: tuple[date, ...] = ()
    began: date = date.min

    @classmethod
    def of(
        cls, told: Mapping[date, int], spoke: Mapping[date, int], thin: Collection[date] = ()
    ) -> Course:
        first, last = min(told), max(spoke)
        weeks = [first + n * _WEEK for n in range((last - first) // _WEEK + 1)]
        kept = [week for week in weeks if week not in thin]
        return cls(_in(kept, told), _in(kept, spoke), len(weeks), tuple(kept), first)

    def age_in(self, week: date) -> int:
        """How many weeks old it was in `week`, the first one included."""
        return (week - self.began) // _WEEK + 1


@dataclass(frozen=True)
class HalfLife:
    """Weeks in which the share halves after its peak, with the ends of a 95 % interval."""

    weeks: float
    low: float
    high: float


def life(course: Course) -> str:
    """The stage at the brand's last week."""
    if course.age <= _NEW:
        return "emerging"
    told, spoke = course.told, course.spoke
    if not len(told):  # no week was wholly read: nothing can be told
        return "peaking"
    heard = np.flatnonzero(told)
    if not len(heard):
        return "dormant"
    if _silent(course, int(heard[-1]), len(told)):
        return "dormant"
    if _returned(course, heard):
        return "returned"
    recent = told[-_RECENT:].sum(), spoke[-_RECENT:].sum()
    before = told[-_RECENT - _BEFORE : -_RECENT].sum(), spoke[-_RECENT - _BEFORE : -_RECENT].sum()
    if _above(recent, before) < _CHANCE:
        return "rising"
    return "fading" if _below_best(course) else "peaking"


def half_life(course: Course) -> HalfLife | None:
    """How fast the share falls from its peak on; None where it cannot be told that it falls.

    Of the people from the peak on, each week's number is multinomial with a probability of those
    who spoke times exp(-rate * weeks); the rate is the most likely one.
    """
    from scipy.optimize import brentq

    if len(course.told) < _NEW:
        return None
    peak = int(np.argmax(course.told / np.maximum(course.spoke, 1)))
    told, spoke = course.told[peak:], course.spoke[peak:]
    weeks = np.arange(len(told), dtype=float)
    people = int(told.sum())
    if people < _ENOUGH or len(told) < _NEW:
        return None
    mean = float(told @ weeks) / people

    def moments(rate: float) -> tuple[float, float]:
        chance = spoke * np.exp(-rate * weeks)
        chance = chance / chance.sum()
        centre = float(chance @ weeks)
        return centre, float(chance @ (weeks - centre) ** 2)

    if not moments(5.0)[0] < mean < moments(0.0)[0]:
        return None
    rate = float(brentq(lambda r: moments(r)[0] - mean, 0.0, 5.0))
    error = 1 / np.sqrt(people * moments(rate)[1])
    if rate <= _SURE * error:
        return None
    slow, fast = rate - _SURE * error, rate + _SURE * error
    return HalfLife(*(float(np.log(2) / r) for r in (rate, fast, slow)))


def _in(weeks: Sequence[date], counts: Mapping[date, int]) -> Counts:
    return np.array([counts.get(week, 0) for week in weeks], np.int64)


def _silent(course: Course, last: int, until: int) -> bool:
    """Is the silence after week `last`, up to week `until`, too long for chance?

    The chance of no mention at the share up to then; a rate known from few is itself uncertain.
    """
    gap = slice(last + 1, until)
    told, spoke = int(course.told[: last + 1].sum()), int(course.spoke[: last + 1].sum())
    if until - last - 1 < _SILENT:
        return False
    return _above((told, spoke), (0, int(course.spoke[gap].sum()))) < _CHANCE


def _returned(course: Course, heard: Counts) -> bool:
    """Did it speak in the last weeks, and before that only before a long silence?"""
    recent = heard[heard >= len(course.told) - _RECENT]
    old = heard[heard < len(course.told) - _RECENT]
    return bool(len(recent) and len(old)) and _silent(course, int(old[-1]), int(recent[0]))


def _below_best(course: Course) -> bool:
    """Is the share of late below that of the best two weeks, which were picked from so many?"""
    windows = len(course.told) - 2 * _RECENT + 1
    if windows < 1:
        return False
    pair = np.ones(_RECENT, np.int64)
    told = np.convolve(course.told, pair, "valid")
    spoke = np.convolve(course.spoke, pair, "valid")
    share = told[:windows] / np.maximum(spoke[:windows], 1)
    best = int(np.argmax(share))
    high, low = (told[best], spoke[best]), (told[-1], spoke[-1])
    return _above(high, low) * windows < _CHANCE


def _above(one: tuple[int, int], other: tuple[int, int]) -> float:
    """p that the first share is as far above the second by chance: told and spoke of each.

    Given all who told, those of the first part are binomial with its part of those who spoke.
    """
    from scipy.special import bdtrc  # the binomial's tail; scipy.stats takes a second to import

    told, spoke = int(one[0] + other[0]), int(one[1] + other[1])
    if not told or not one[1] or not other[1]:
        return 1.0
    return float(bdtrc(int(one[0]) - 1, told, one[1] / spoke)) if one[0] else 1.0
