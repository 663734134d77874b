"""Daily counts: every count that a page shows is a sum of these rows."""

from typing import Final

import pandas as pd

KEYS: Final = ["day", "week", "source", "voice", "direct_reply", "narrative_id"]
COUNTS: Final = [
    "mentions", "counted", "heard", "negative", "neutral", "positive", "not_scored", "spam",
    "duplicates",
]  # fmt: skip


def daily_counts(facts: pd.DataFrame) -> pd.DataFrame:
    """One row a day, source, voice, direct reply and narrative: columns KEYS + COUNTS.

    `mentions` is everything that still stands. `counted` leaves out spam, duplicates, bots, and a
    customer's second post of the day on the same narrative; heard and the four tone counts are
    of the counted ones (tone: the most probable of three; a tie is neutral).
    """
    counts = facts["counted"]
    columns = facts[KEYS].assign(
        mentions=1,
        counted=counts,
        heard=facts["heard"].where(counts, 0.0),
        negative=counts & (facts["tone"] == -1),
        neutral=counts & (facts["tone"] == 0),
        positive=counts & (facts["tone"] == 1),
        not_scored=counts & facts["tone"].isna(),
        spam=facts["spam"],
        duplicates=facts["duplicate"],
    )
    summed = columns.groupby(KEYS, dropna=False, sort=True, as_index=False)[COUNTS].sum()
    whole = [name for name in COUNTS if name != "heard"]
    return summed.astype(dict.fromkeys(whole, "int64"))
