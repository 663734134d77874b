"""The narratives of a brand: how large, told by whom, in which tone, since when, in what words."""

from datetime import date

import pandas as pd

from pipeline.store import Store
from pipeline.views.posts import POST_COLUMNS, POSTS, posts_by_mention
from pipeline.views.schema import DATE, LIST, MOMENT, NUMBER, TEXT, WHOLE, Schema

NARRATIVES = Schema(
    "narratives",
    {
        "number": WHOLE,  # permanent within the brand
        "label": TEXT,
        "label_by": TEXT,
        "life": TEXT,
        "keyphrases": LIST,
        "born_at": MOMENT,
        "half_life": NUMBER,  # weeks, with the ends of a 95 % interval; null: none can be told
        "half_life_low": NUMBER,
        "half_life_high": NUMBER,
        "counted": WHOLE,  # over the whole period, as the dials count
        "customer": WHOLE,
        "brand": WHOLE,
        "media": WHOLE,
        "unknown": WHOLE,
        "negative": WHOLE,  # the tones of anybody but the brand
        "neutral": WHOLE,
        "positive": WHOLE,
        "in_week": WHOLE,
        "week_before": WHOLE,
        "four_weeks_before": WHOLE,  # all four together
    },
)

NARRATIVE_WEEKS = Schema("narrative_weeks", {"number": WHOLE, "week": DATE, "counted": WHOLE})

QUOTES = Schema("quotes", {"number": WHOLE, "rank": WHOLE, **POST_COLUMNS})


def narratives(store: Store, brand_id: int, week: date) -> pd.DataFrame:
    """Every narrative that stands (none that was merged away), the largest first."""
    return NARRATIVES.check(store.frame("views_narratives", brand_id=brand_id, week=week))


def narrative_weeks(store: Store, brand_id: int) -> pd.DataFrame:
    """Counted mentions of each narrative by week; a week without any has no row."""
    return NARRATIVE_WEEKS.check(store.frame("views_narrative_weeks", brand_id=brand_id))


def quotes(store: Store, brand_id: int) -> pd.DataFrame:
    """The chosen quotes of every narrative, in their order."""
    return _quoted(store, store.frame("views_quotes", brand_id=brand_id))


def week_quotes(store: Store, brand_id: int, week: date, most: int = 3) -> pd.DataFrame:
    """The posts of one week that speak best for each narrative, at most so many of each."""
    chosen = store.frame("views_week_quotes", brand_id=brand_id, week=week, quotes=most)
    return _quoted(store, chosen)


def firsts(store: Store, brand_id: int, number: int) -> pd.DataFrame:
    """The first post of each voice on a narrative, the earliest first."""
    ids = store.frame("views_firsts", brand_id=brand_id, number=number)["mention_id"].tolist()
    return POSTS.check(posts_by_mention(store, ids).sort_values("posted_at"))


def _quoted(store: Store, chosen: pd.DataFrame) -> pd.DataFrame:
    said = posts_by_mention(store, chosen["mention_id"].tolist())
    return QUOTES.check(chosen.astype("int64").merge(said, on="mention_id", how="inner"))
