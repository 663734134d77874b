"""What share of a narrative's reach each voice made: of the likes, votes and scores that it got.

Reach is engagement as it is, not on the dials' scale, for one viral post is a story's reach: how
much of it hangs on a single post is said beside it, and the interval over authors and threads,
which few posts make wide.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.authority.clustered import share_of
from pipeline.authority.facts import VOICES, counted
from pipeline.telling import MINIMUM_N


@dataclass(frozen=True)
class Reach:
    """The reach of one narrative: `known` of its `mentions` have an engagement, `total` in all.

    `by_voice`: in the order of VOICES. `share`: customers', with a 95 % interval; null: too few, or
    nobody engaged with any. `loudest`: the mention that was heard most, and its share of it all.
    """

    narrative_id: int
    mentions: int
    known: int
    total: float
    by_voice: tuple[float, ...]
    share: float | None
    low: float | None
    high: float | None
    loudest: int | None
    loudest_share: float | None

    def row(self, brand_id: int) -> tuple[object, ...]:
        """As `spread_copy_reach` takes it."""
        counts = (self.mentions, self.known, self.total, *self.by_voice)
        interval = (self.share, self.low, self.high, self.loudest, self.loudest_share)
        return (brand_id, self.narrative_id, *counts, *interval)


def reaches(facts: pd.DataFrame) -> Iterator[Reach]:
    """Every narrative that anybody tells."""
    told = counted(facts)
    for number, rows in told[told["narrative_id"].notna()].groupby("narrative_id"):
        yield _reach(int(str(number)), rows)


def _reach(narrative_id: int, rows: pd.DataFrame) -> Reach:
    known = rows[rows["engagement"].notna()]
    engaged = np.maximum(known["engagement"].to_numpy(np.float64), 0.0)
    total = float(engaged.sum())
    voice = known["voice"].to_numpy()
    by_voice = tuple(float(engaged[voice == name].sum()) for name in VOICES)
    of_all = (narrative_id, len(rows), len(known), total, by_voice)
    if len(known) < MINIMUM_N or total <= 0:
        return Reach(*of_all, None, None, None, None, None)
    top = int(engaged.argmax())
    share, low, high = share_of(engaged, voice == "customer", known)
    loudest = int(known["mention_id"].iloc[top])
    return Reach(*of_all, share, low, high, loudest, float(engaged[top] / total))
