"""A conversation as the frame that authority is computed from."""

import numpy as np
import pandas as pd

from pipeline.authority.facts import as_facts
from tests.simulator.draw import BRAND
from tests.simulator.plan import MONDAY


def as_facts_of(said: pd.DataFrame) -> pd.DataFrame:
    """The facts of a conversation (`talk`), as the store would give them."""
    week = pd.Timestamp(MONDAY) + pd.to_timedelta(said["week"] * 7, unit="D")
    number = np.arange(1, len(said) + 1)
    eligible = ~(said["bot"] | said["spam"] | said["repeat"] | (said["copy_of"] >= 0))
    alone = said["author"] == BRAND
    return as_facts(
        said.assign(
            mention_id=number,
            day=week + pd.to_timedelta(said["day"], unit="D"),
            week=week,
            narrative_id=said["story"],
            narrative=said["story"],
            author_key=said["author"].where(~alone, 10**8 + number),
            thread_key=said["thread"],
            place_key=0,
            negative=said["tone"] == -1,
            neutral=said["tone"] == 0,
            positive=said["tone"] == 1,
            model="sim",
            bot=said["bot"],
            spam=said["spam"],
            duplicate=said["copy_of"] >= 0,
            counted=eligible,
        )
    )
