"""What was corrected of a brand."""

import pandas as pd

from pipeline import brands
from pipeline.store import Store
from pipeline.views import Schema
from pipeline.views.schema import FLAG, MOMENT, NUMBER, TEXT

CORRECTIONS = Schema(
    "corrections",
    {
        "at": MOMENT,
        "post": TEXT,
        "field": TEXT,
        "said": TEXT,  # by the software at that moment; missing: nothing
        "value": TEXT,
        "by": TEXT,
        "inclusion": NUMBER,  # its chance of being drawn; missing: a person picked it
        "undone_at": MOMENT,
        "stands": FLAG,
    },
)


def corrections(store: Store, brand_key: str, most: int | None = None) -> pd.DataFrame:
    """Every correction of a brand, undone and replaced ones too, the latest first."""
    brand = brands.get(store, brand_key)
    return CORRECTIONS.check(store.frame("corrections_list", brand_id=brand.id, most=most))
