"""What a conversation is drawn from: expected mentions by week, story and voice, and its noise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MONDAY: Final = date(2025, 1, 6)


@dataclass(frozen=True)
class Story:
    """One narrative. All arrays are by week (W,); a story is born and dies where they are 0.

    `customers`, `brand`: expected mentions. `negative`, `positive`: the chance of either tone, by
    week, so that an action's effect is a step in it. `also`: a share of the customers' posts that
    name another brand too, and that brand's story of the number: people who switch.
    """

    customers: Floats
    brand: Floats
    negative: Floats
    positive: Floats
    also: float = 0.0
    becomes: int = 0


@dataclass(frozen=True)
class Crowd:
    """How people gather: Gamma-distributed liveliness (variance: `uneven`) of authors and threads.

    `thread`: posts that a thread expects. `alike`: the intra-class correlation of tone within an
    author, and again within a thread. `replies`: the share of the brand's posts that answer.
    """

    authors: int = 3000
    uneven: float = 1.0
    thread: float = 4.0
    thread_uneven: float = 0.7
    alike: float = 0.05
    replies: float = 0.3


@dataclass(frozen=True)
class Noise:
    """What comes on top, as shares of the customers' posts, and which weeks were not read.

    `repeats`: a second post of the same person on the same day and story.
    """

    bots: float = 0.0
    spam: float = 0.0
    duplicates: float = 0.0
    repeats: float = 0.0
    media: float = 0.0
    unknown: float = 0.0
    gaps: frozenset[tuple[int, str]] = frozenset()  # (week, source) without a post


@dataclass(frozen=True)
class Plan:
    """A conversation about one brand; `sources` are shares of what is said."""

    stories: Mapping[int, Story]
    sources: Mapping[str, float] = field(default_factory=lambda: {"reddit": 0.7, "appstore": 0.3})
    crowd: Crowd = Crowd()
    noise: Noise = Noise()
    other: "Plan | None" = None  # the other brand, for those who switch

    @property
    def weeks(self) -> int:
        """How many weeks it lasts."""
        return len(next(iter(self.stories.values())).customers)

    def expected(self, voice: str) -> Floats:
        """Expected mentions of `customers` or `brand` by week and story: (W, K)."""
        return np.stack([getattr(story, voice) for story in self.stories.values()], axis=1)

    def voice_share(self) -> Floats:
        """What customers' share of the say truly is, by week: (W,)."""
        customers, brand = self.expected("customers").sum(1), self.expected("brand").sum(1)
        share: Floats = customers / (customers + brand)
        return share

    def net_sentiment(self) -> Floats:
        """What the customers' net sentiment truly is, by week: (W,)."""
        customers = self.expected("customers")
        tone = np.stack([s.positive - s.negative for s in self.stories.values()], axis=1)
        net: Floats = (customers * tone).sum(1) / customers.sum(1)
        return net


def steady(weeks: int, level: float) -> Floats:
    """The same in every week."""
    return np.full(weeks, level)


def burst(weeks: int, at: int, height: float, halflife: float = 1.0) -> Floats:
    """Nothing before week `at`, `height` in it, halved every `halflife` weeks after."""
    since = np.arange(weeks) - at
    return np.where(since >= 0, height * 0.5 ** (np.maximum(since, 0) / halflife), 0.0)


def later(profile: Floats, weeks: int) -> Floats:
    """The same, `weeks` later (earlier where negative); what falls out is lost."""
    moved = np.zeros_like(profile)
    if weeks >= 0:
        moved[weeks:] = profile[: len(profile) - weeks]
    else:
        moved[:weeks] = profile[-weeks:]
    return moved
