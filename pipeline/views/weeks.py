"""Who spoke, and in which tone of the brand, week by week."""

from datetime import date

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import DATE, NUMBER, TEXT, WHOLE, Schema

VOICE_WEEKS = Schema(
    "voice_weeks", {"week": DATE, "voice": TEXT, "mentions": WHOLE, "counted": WHOLE}
)

TONE_WEEKS = Schema(
    "tone_weeks",
    {
        "week": DATE,
        "negative": WHOLE,
        "neutral": WHOLE,
        "positive": WHOLE,
    },
)

TONE_SHARES = Schema(
    "tone_shares",
    {
        "tone": TEXT,  # negative, neutral, positive, net
        "value": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "n": WHOLE,
    },
)


def tone_shares(
    store: Store, brand_id: int, week: date | None = None, narrative: int | None = None
) -> pd.DataFrame:
    """The estimated shares of the tones and net sentiment, as `authority.shares`; none: too few."""
    return TONE_SHARES.check(
        store.frame("views_tone_shares", brand_id=brand_id, week=week, narrative=narrative)
    )


def voice_weeks(store: Store, brand_id: int, narrative: int | None = None) -> pd.DataFrame:
    """Mentions by week and voice, of one narrative (by number) or of all."""
    return VOICE_WEEKS.check(
        store.frame("views_voice_weeks", brand_id=brand_id, narrative=narrative)
    )


def tone_weeks(store: Store, brand_id: int, narrative: int | None = None) -> pd.DataFrame:
    """Counted mentions by week and most probable tone, the brand's own left out."""
    return TONE_WEEKS.check(store.frame("views_tone_weeks", brand_id=brand_id, narrative=narrative))
