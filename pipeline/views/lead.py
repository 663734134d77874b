"""Who leads: the agenda lead by week, and who was first and ahead on each narrative.

A lead predicts; it does not say that one voice caused what the other told. Where `leader` is
missing, it cannot be told; where `lead` or `ahead` is missing too, there is too little to reckon
it from, and the counts say how little.
"""

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import DATE, LIST, NUMBER, TEXT, WHOLE, Schema

AGENDA = Schema(
    "agenda lead",
    {
        "week": DATE,  # the last of the weeks it rests on
        "lead": NUMBER,  # above 0: customers; bits
        "low": NUMBER,
        "high": NUMBER,
        "z": NUMBER,  # against shuffled weeks
        "p": NUMBER,
        "leader": TEXT,  # customer, brand
        "pairs": WHOLE,  # of following weeks
        "customers": WHOLE,  # threads in which they told a narrative
        "brands": WHOLE,
    },
)

LEADS = Schema(
    "leads on narratives",
    {
        "number": WHOLE,
        "label": TEXT,
        "first_voice": TEXT,
        "first_mention": WHOLE,
        "first_source": TEXT,
        "first_day": DATE,
        "other_mention": "Int64",  # missing: the other voice does not tell it
        "other_day": DATE,
        "ahead": NUMBER,  # weeks; above 0: customers
        "low": NUMBER,
        "high": NUMBER,
        "p": NUMBER,  # against shuffled weeks
        "leader": TEXT,  # customer, brand
        "customers": WHOLE,
        "brands": WHOLE,
        "weeks": WHOLE,
        "mentions": LIST,  # ids of the first ones, until the other voice joins
    },
)


def agenda(store: Store, brand_id: int, reading: str = "all") -> pd.DataFrame:
    """The agenda lead, week by week; `broadcast` leaves the brand's direct replies out."""
    return AGENDA.check(store.frame("agenda_weeks", brand_id=brand_id, reading=reading))


def leads(store: Store, brand_id: int) -> pd.DataFrame:
    """Who was first on each narrative and who told it ahead, the most told first."""
    return LEADS.check(store.frame("agenda_narratives", brand_id=brand_id))
