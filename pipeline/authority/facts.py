"""The one frame that authority is computed from: a row a mention, with what counts about it.

Schema `FACTS`; checked once where it enters. Voices other than customer and brand are kept for the
bounds; rows that do not count are kept for the daily counts of spam and duplicates.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

FACTS: Final[Mapping[str, str]] = {
    "mention_id": "int64",
    "day": "datetime64[s]",
    "week": "datetime64[s]",
    "source": "str",
    "voice": "str",
    "direct_reply": "bool",
    "narrative_id": "Int64",  # null: none yet
    "narrative": "Int64",  # its permanent number within the brand
    "author_key": "int64",  # hashed; a missing author and the brand are one cluster a post
    "thread_key": "int64",
    "place_key": "int64",  # of the community, or of the source where it has none
    "engagement": "float64",  # null: the source gives none
    "tone": "float64",  # -1, 0, 1; null: not scored
    "negative": "float64",  # the probabilities of the tones; null: not scored
    "neutral": "float64",
    "positive": "float64",
    "model": "str",  # that gave the tone; null: a person, or nobody
    "bot": "bool",
    "spam": "bool",
    "duplicate": "bool",
    "counted": "bool",  # what the dials count
}

VOICES: Final = ("customer", "brand", "media", "unknown")


def as_facts(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` with the columns and types of FACTS. Raises ValueError when one is missing."""
    missing = [name for name in FACTS if name not in rows.columns]
    if missing:
        raise ValueError(f"Facts without {', '.join(missing)}: see pipeline.authority.facts.FACTS.")
    typed = rows[list(FACTS)].copy()
    for name in ("day", "week"):
        typed[name] = pd.to_datetime(typed[name]).astype("datetime64[s]")
    return typed.astype(dict(FACTS))


def spoken(facts: pd.DataFrame) -> "pd.Series[bool]":
    """What voice share and heard share are about: what customers and the brand say."""
    return facts["voice"].isin(("customer", "brand"))


def judged(facts: pd.DataFrame) -> "pd.Series[bool]":
    """What net sentiment is about: what anybody but the brand says, where it could be scored."""
    return (facts["voice"] != "brand") & facts["tone"].notna()


def counted(facts: pd.DataFrame) -> pd.DataFrame:
    """The rows that count, with heard weights of 1 where none were given yet."""
    rows = facts[facts["counted"]]
    return rows if "heard" in rows.columns else rows.assign(heard=np.float64(1.0))
