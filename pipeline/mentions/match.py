"""Bring a brand's mentions in line with the stored posts: only what changed since the last time."""

import re
from typing import Any

from psycopg import Connection

from pipeline.errors import InputError
from pipeline.progress import Progress
from pipeline.store import Store

# In PostgreSQL's own notation of a query: !'owl' or !( 'green' <-> 'bird' ).
_EXCLUDED = re.compile(r"!('(?:[^']|'')*'|\(.*?\))")


def match(store: Store, brand_id: int, progress: Progress) -> int:
    """Create, update and remove mentions of one brand; how many of them changed.

    One transaction. Posts that changed since the last match are looked at, with their threads;
    all posts when the brand's definition changed. Columns that the narratives keep on a mention
    survive. Raises InputError when there is no such brand.
    """
    progress.stage("Matching posts")
    with store.connect() as db:
        brand = store.sql.mentions_brand(db, brand_id=brand_id)
        if brand is None:
            raise InputError(f"There is no brand with the number {brand_id} any more.")
        query, through = brand
        changed = _rematch(store, db, brand_id, excluded(query), through)
        store.sql.mentions_matched(db, brand_id=brand_id)
    for name, items in changed.items():
        progress.count(name, items)
    progress.advance(sum(changed.values()))
    return sum(changed.values())


def excluded(query: str) -> str:
    """From a query in PostgreSQL's notation: a query for any of what it excludes ('' for none)."""
    return " | ".join(_EXCLUDED.findall(query))


def _rematch(
    store: Store, db: Connection[Any], brand_id: int, exclusions: str, through: int | None
) -> dict[str, int]:
    """Compute the mentions there should be among the posts in question and store the difference."""
    sql = store.sql
    sql.mentions_begin(db)
    whole = through is None
    if whole:
        looked_at = sql.mentions_look_at_all(db)
    else:
        looked_at = sql.mentions_look_at_changed(db, brand_id=brand_id, through=through)
    if not looked_at:
        return {"mentions": 0, "mentions removed": 0}
    sql.mentions_analyze(db)
    sql.mentions_find(db, brand_id=brand_id)
    step = 0
    given = {"brand_id": brand_id, "exclusions": exclusions, "whole": whole}
    sql.mentions_analyze(db)
    while sql.mentions_follow_threads(db, step=step, **given) or step == 0:
        step += 1
    sql.mentions_analyze(db)
    sql.mentions_trust_own_accounts(db, brand_id=brand_id)
    removed = sql.mentions_remove(db, brand_id=brand_id)
    stored = sql.mentions_store(db, brand_id=brand_id)
    return {"mentions": stored, "mentions removed": removed}
