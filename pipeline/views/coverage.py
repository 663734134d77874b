"""What was read of each source, and how much of it there is week by week."""

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import DATE, FLAG, MOMENT, TEXT, Schema

READINGS = Schema(
    "readings",
    {
        "source": TEXT,
        "target": TEXT,
        "read_from": MOMENT,
        "read_to": MOMENT,
        "complete": FLAG,
        "note": TEXT,
        "at": MOMENT,
    },
)


COVERAGE = Schema("coverage", {"week": DATE, "source": TEXT, "state": TEXT, "note": TEXT})


def coverage(store: Store, brand_id: int) -> pd.DataFrame:
    """The weeks of each source that are not whole, and why (states as authority.coverage says)."""
    from pipeline.authority.coverage import week_coverage  # with it comes all that reckons

    return COVERAGE.check(week_coverage(store, brand_id))


def readings(store: Store, brand_id: int) -> pd.DataFrame:
    """The last time each target of each source was read, the newest first."""
    return READINGS.check(store.frame("views_readings", brand_id=brand_id))
