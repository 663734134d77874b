"""What customers do: how often they leave, whom they go to, what peers tell them, what they ask."""

from datetime import date

import pandas as pd

from pipeline.store import Store
from pipeline.views.posts import POSTS, posts_by_mention
from pipeline.views.schema import DATE, FLAG, NUMBER, TEXT, WHOLE, Schema

LEAVING = Schema(
    "leaving",
    {
        "week": DATE,
        "value": NUMBER,  # share of customers' counted posts; missing: too few to tell
        "low": NUMBER,
        "high": NUMBER,
        "n": WHOLE,
        "posts": WHOLE,
        "usual": NUMBER,  # in the baseline weeks; missing: too few
        "p": NUMBER,
        "early": FLAG,  # clearly more than usual
    },
)

ACT_COUNTS = Schema(
    "acts",
    {
        "act": TEXT,  # leaves, switches, asks, answers, requests, speaks
        "by_narrative": FLAG,
        "number": "Int64",  # of the narrative; missing: in none, or all of them
        "label": TEXT,
        "name": TEXT,  # key of the brand gone to, come from or named; '': none
        "called": TEXT,
        "stance": TEXT,
        "people": WHOLE,
        "posts": WHOLE,
    },
)

ACT_WEEKS = Schema(
    "acts by week",
    {
        "week": DATE,
        "name": TEXT,
        "called": TEXT,
        "stance": TEXT,
        "people": WHOLE,
        "posts": WHOLE,
    },
)

ANSWERED = Schema(
    "answered requests",
    {
        "week": DATE,  # the last of twelve
        "people": WHOLE,  # each once a narrative
        "answered": WHOLE,
        "days": NUMBER,  # median; missing: too few to tell, or not reached
        "days_low": NUMBER,
        "days_high": NUMBER,
        "soon": NUMBER,  # answered within seven days
        "soon_low": NUMBER,
        "soon_high": NUMBER,
    },
)


def leaving(store: Store, brand_id: int) -> pd.DataFrame:
    """How often customers speak of leaving, week by week; empty where no intents are judged."""
    return LEAVING.check(store.frame("customers_leaving", brand_id=brand_id))


def act_counts(store: Store, brand_id: int, week: date, weeks: int = 12) -> pd.DataFrame:
    """How many customers do what in the weeks up to one (1 or 12 of them), most people first."""
    named = {"brand_id": brand_id, "week": week, "weeks": weeks}
    return ACT_COUNTS.check(store.frame("customers_counts", **named))


def act_weeks(store: Store, brand_id: int, act: str) -> pd.DataFrame:
    """How many customers do one thing, week by week."""
    return ACT_WEEKS.check(store.frame("customers_weekly", brand_id=brand_id, act=act))


def answered(store: Store, brand_id: int) -> pd.DataFrame:
    """How soon the brand answers requests, week by week."""
    return ANSWERED.check(store.frame("customers_answered", brand_id=brand_id))


def act_posts(store: Store, brand_id: int, week: date, act: str, most: int = 3) -> pd.DataFrame:
    """Posts of the twelve weeks up to one that show best what customers do."""
    shown = store.frame(
        "customers_shown",
        brand_id=brand_id, week=week, act=act, named=True if act == "answers" else None, most=most,
    )  # fmt: skip
    return POSTS.check(posts_by_mention(store, shown["mention_id"].tolist()))
