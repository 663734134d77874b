"""A brand that acts on a day, and a competitor that does not: conversations with a known effect."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.special import expit

from pipeline.actions.estimate import Compared
from tests.simulator.draw import talk
from tests.simulator.plan import MONDAY, Floats, Plan, Story
from tests.simulator.rows import as_facts_of

SOURCES = {"reddit": 0.7, "appstore": 0.3}
_BRAND = 0.2  # what the brand says for every post of a customer


@dataclass(frozen=True)
class Acted:
    """What the action does, and how restless the weeks are without it.

    `volume` is added to the logarithm of customers' posts a week, `tone` to their net sentiment.
    Every week has a shock that both brands feel, and one of their own (`own`: its spread in the
    logarithm of volume; a third of it in the log-odds of a negative tone). `drift`: what the
    brand alone gains a week, in the logarithm of volume.
    """

    volume: float = 0.0
    tone: float = 0.0
    own: float = 0.2
    shared: float = 0.3
    drift: float = 0.0
    a_week: float = 60.0
    weeks: int = 26
    at: int = 16

    @property
    def day(self) -> date:
        """The day of the action."""
        return MONDAY + timedelta(weeks=self.at)

    @property
    def share(self) -> float:
        """The true effect on voice share."""
        more = float(np.exp(self.volume))
        return more / (more + _BRAND) - 1 / (1 + _BRAND)


def acted(how: Acted, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is said of the brand that acts and of the other one, rows as of `talk`."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(0, how.shared, (2, how.weeks))
    still = Acted(own=how.own, a_week=1.5 * how.a_week, weeks=how.weeks, at=how.at)
    plans = [_plan(one, shared, rng) for one in (how, still)]
    ours, theirs = (talk(plan, rng) for plan in plans)
    return ours, theirs


def compared(how: Acted, seed: int) -> Compared:
    """The same as facts, ready to be estimated."""
    ours, theirs = (as_facts_of(said) for said in acted(how, seed))
    apart = {name: theirs[name] + 10**12 for name in ("author_key", "thread_key")}
    weeks = [MONDAY + timedelta(weeks=week) for week in range(how.weeks)]
    return Compared([ours, theirs.assign(**apart)], how.day, weeks, SOURCES)


def _plan(how: Acted, shared: Floats, rng: np.random.Generator) -> Plan:
    weeks = np.arange(how.weeks)
    since = weeks >= how.at
    loud = how.a_week * np.exp(shared[0] + how.own * rng.normal(size=how.weeks))
    negative = 0.9 * expit(-0.4 + 0.1 * shared[1] + how.own * 0.35 * rng.normal(size=how.weeks))
    positive = (1 - negative) * 0.4
    moved = np.where(since, how.tone / 2, 0.0)
    brand = _BRAND * how.a_week * np.exp(how.own * rng.normal(size=how.weeks))
    customers = loud * np.exp(np.where(since, how.volume, 0.0) + how.drift * weeks)
    return Plan({1: Story(customers, brand, negative - moved, positive + moved)}, SOURCES)
