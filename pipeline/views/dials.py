"""The dials of a brand by week, and the exact split of a week's change."""

from datetime import date

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import DATE, NUMBER, TEXT, WHOLE, Schema

DIALS = Schema(
    "dials",
    {
        "week": DATE,
        "dial": TEXT,  # voice_share, heard_share, net_sentiment
        "reading": TEXT,  # all, broadcast
        "value": NUMBER,  # missing: too few to tell
        "low": NUMBER,
        "high": NUMBER,
        "bound_low": NUMBER,
        "bound_high": NUMBER,
        "change": NUMBER,  # on the week before
        "change_low": NUMBER,
        "change_high": NUMBER,
        "n": WHOLE,
        "customers": WHOLE,
        "brands": WHOLE,
        "media": WHOLE,
        "unknowns": WHOLE,
    },
)

MOVES = Schema(
    "moves",
    {
        "by": TEXT,  # the split's, or read, model: no story's
        "part": TEXT,  # narrative number, source or voice; 'none'
        "label": TEXT,  # the narrative's; missing for other splits and 'none'
        "mix": NUMBER,
        "rate": NUMBER,
        "total": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "n_before": WHOLE,
        "n_after": WHOLE,
    },
)


SENSITIVITY = Schema(
    "sensitivity",
    {
        "week": DATE,
        "dial": TEXT,
        "low": NUMBER,  # the smallest value over all ways of counting, and the largest
        "high": NUMBER,
        "ways": WHOLE,
    },
)


def dials(store: Store, brand_id: int, counting: str = "usual") -> pd.DataFrame:
    """Every dial in both readings, week by week; `counting`: usual, or what counts too.

    See `pipeline.authority.countings`.
    """
    return DIALS.check(store.frame("views_dials", brand_id=brand_id, counting=counting))


def sensitivity(store: Store, brand_id: int) -> pd.DataFrame:
    """How far each dial moves over all ways of counting, week by week."""
    return SENSITIVITY.check(store.frame("views_sensitivity", brand_id=brand_id))


def moves(
    store: Store, brand_id: int, week: date, dial: str, by: str = "narrative"
) -> pd.DataFrame:
    """What the change of a dial on the week before is made of, the largest part first."""
    return MOVES.check(
        store.frame("views_moves", brand_id=brand_id, week=week, dial=dial, split=by)
    )
