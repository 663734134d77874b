"""Where each narrative was told: when it came to a place, by whom, and since when it holds there.

A place is a community of a source, or a source that has none.
"""

from typing import Final

import numpy as np
import pandas as pd

from pipeline.authority.facts import counted

_PLACE: Final = ["narrative_id", "place_key"]
_TELLER: Final = ["narrative_id", "author_key"]
_HOLDS: Final = np.timedelta64(6, "D")  # from a post to the second after it: three in seven days


def places(facts: pd.DataFrame) -> pd.DataFrame:
    """Every narrative in every place where anybody tells it; `facts` in the order of posting.

    Columns: narrative_id; first, the mention that came there first; holds, the first that two
    others follow within seven days, null: none; mentions; people, the brand's accounts as one;
    engagement, what they got in all; carried: the first teller there told it elsewhere before.
    """
    said = counted(facts)
    told = said[said["narrative_id"].notna()]
    told = told.assign(
        author_key=told["author_key"].where(told["voice"] != "brand", 0),
        engagement=told["engagement"].fillna(0).clip(lower=0),
    )
    told["carried"] = told.duplicated(_TELLER)
    there = told.groupby(_PLACE)
    found = there.agg(
        first=("mention_id", "first"),
        mentions=("mention_id", "size"),
        people=("author_key", "nunique"),
        engagement=("engagement", "sum"),
        carried=("carried", "first"),
    )
    soon = told[there["day"].shift(-2) - told["day"] <= _HOLDS]
    holds = soon.drop_duplicates(_PLACE).set_index(_PLACE)["mention_id"].rename("holds")
    return found.join(holds.astype("Int64")).reset_index().drop(columns="place_key")
