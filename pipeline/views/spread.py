"""How a story jumped from place to place, and whose reach it was."""

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import FLAG, MOMENT, NUMBER, TEXT, WHOLE, Schema

PLACES = Schema(
    "places of a narrative",
    {
        "source": TEXT,
        "community": TEXT,
        "first_mention": WHOLE,
        "first_at": MOMENT,
        "holds_at": MOMENT,  # three posts in seven days; missing: it has not taken hold
        "mentions": WHOLE,
        "people": WHOLE,
        "engagement": WHOLE,
        "carried": FLAG,  # its first teller there told it elsewhere before
        "voice": TEXT,  # of the first post
        "read_since": MOMENT,  # the brand's first narrative there
    },
)

REACH = Schema(
    "reach of a narrative",
    {
        "mentions": WHOLE,
        "known": WHOLE,  # of them have an engagement
        "total": NUMBER,
        "customer": NUMBER,
        "brand": NUMBER,
        "media": NUMBER,
        "unknown": NUMBER,
        "share": NUMBER,  # customers'; missing: too few to tell
        "low": NUMBER,
        "high": NUMBER,
        "loudest": "Int64",
        "loudest_share": NUMBER,
    },
)


def places(store: Store, brand_id: int, number: int) -> pd.DataFrame:
    """Where a narrative was told, in the order in which it came there."""
    return PLACES.check(store.frame("spread_places", brand_id=brand_id, number=number))


def reach(store: Store, brand_id: int, number: int) -> pd.DataFrame:
    """One row: what each voice made of a narrative's reach; none before the first refresh."""
    return REACH.check(store.frame("spread_reach", brand_id=brand_id, number=number))
