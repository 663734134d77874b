"""What the brand says of itself, who speaks of it, and the posts that do."""

from collections.abc import Sequence

import pandas as pd

from pipeline.store import Store
from pipeline.views.posts import POST_COLUMNS, posts_by_mention
from pipeline.views.schema import DATE, LIST, NUMBER, TEXT, Schema

_COUNTS = ("customers", "readable", "near", "brands")
_SHARES = ("spoken", "echo", "contest", "neither")

CLAIMS = Schema(
    "claims",
    {
        "id": "int64",
        "text": TEXT,
        "since": DATE,
        **dict.fromkeys(_COUNTS, "Int64"),  # missing: not looked for yet
        **{f"{name}{end}": NUMBER for name in _SHARES for end in ("", "_low", "_high")},
        "mentions": LIST,  # customers' that speak of it, the nearest first
    },
)

CLAIM_QUOTES = Schema("claim_quotes", {"stance": TEXT, **POST_COLUMNS})


def claims(store: Store, brand_id: int) -> pd.DataFrame:
    """Every claim of a brand, and what customers make of it: see pipeline.echo.stance."""
    found = store.frame("claim_list", brand_id=brand_id)
    figures = [row or {} for row in found["figures"]]
    for name in CLAIMS.columns:
        if name not in found.columns:
            found[name] = [row.get(name) for row in figures]
    return CLAIMS.check(found)


def claim_quotes(
    store: Store, brand_id: int, mentions: Sequence[int], most: int = 2
) -> pd.DataFrame:
    """The nearest of these posts in a positive and in a negative tone, of different people."""
    chosen = store.frame("claim_quotes", brand_id=brand_id, mentions=list(mentions), most=most)
    said = posts_by_mention(store, chosen["mention_id"].tolist())
    return CLAIM_QUOTES.check(chosen.astype({"mention_id": "int64"}).merge(said, on="mention_id"))
