"""Which brands there are, and from when to when each is known."""

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import DATE, FLAG, MOMENT, TEXT, WHOLE, Schema

BRANDS = Schema(
    "brands",
    {
        "id": WHOLE,
        "key": TEXT,
        "name": TEXT,
        "timezone": TEXT,
        "query": TEXT,
        "fiction": FLAG,
        "data_version": WHOLE,
        "baseline_first": DATE,
        "baseline_last": DATE,
        "has_mentions": FLAG,
        "mentions": WHOLE,  # as of the last refresh
        "has_scores": FLAG,
        "heard": FLAG,  # was a post of the brand's own ever counted?
        "first_week": DATE,
        "last_week": DATE,
        "newest_post": MOMENT,
    },
)


def brands(store: Store) -> pd.DataFrame:
    """Every brand, by name."""
    return BRANDS.check(store.frame("views_brands"))
