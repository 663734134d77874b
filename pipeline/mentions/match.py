"""Bring a brand's mentions in line with the stored posts: only what changed since the last time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from pipeline.errors import InputError
from pipeline.progress import Progress
from pipeline.store import Store

# In PostgreSQL's own notation of a query: !'owl' or !( 'green' <-> 'bird' ).
_EXCLUDED = re.compile(r"!('(?:[^']|'')*'|\(.*?\))")


@dataclass(frozen=True)
class _Question:
    """Which posts are looked at: changed after `through` (None: all) and `posts`."""

    brand_id: int
    exclusions: str
    through: int | None
    posts: Sequence[int]


def match(store: Store, brand_id: int, progress: Progress) -> int:
    """Create, update and remove mentions of one brand; how many of them changed.

    One transaction. Posts that changed since the last match are looked at, with their threads;
    all posts when the brand's definition changed. Columns that the narratives keep on a mention
    survive. Raises InputError when there is no such brand.
    """
    progress.stage("Matching posts")
    with store.connect() as db:
        changed = rematch(store, db, brand_id)
    for name, items in changed.items():
        progress.count(name, items)
    progress.advance(sum(changed.values()))
    return sum(changed.values())


def rematch(
    store: Store, db: Connection[Any], brand_id: int, posts: Sequence[int] = ()
) -> dict[str, int]:
    """The same within a transaction of the caller's, who may name posts to look at as well."""
    brand = store.sql.mentions_brand(db, brand_id=brand_id)
    if brand is None:
        raise InputError(f"There is no brand with the number {brand_id} any more.")
    query, through = brand
    question = _Question(brand_id, excluded(query), through, posts)
    changed = _store_difference(store, db, question)
    store.sql.corrections_place(db, brand_id=brand_id)
    store.sql.mentions_matched(db, brand_id=brand_id)
    return changed


def excluded(query: str) -> str:
    """From a query in PostgreSQL's notation: a query for any of what it excludes ('' for none)."""
    return " | ".join(_EXCLUDED.findall(query))


def _store_difference(store: Store, db: Connection[Any], question: _Question) -> dict[str, int]:
    """Compute the mentions there should be among the posts in question and store the difference."""
    sql, brand_id = store.sql, question.brand_id
    sql.mentions_begin(db)
    if not _look_at(store, db, question):
        return {"mentions": 0, "mentions removed": 0}
    sql.mentions_analyze(db)
    sql.mentions_find(db, brand_id=brand_id)
    step = 0
    given = {
        "brand_id": brand_id,
        "exclusions": question.exclusions,
        "whole": question.through is None,
    }
    sql.mentions_analyze(db)
    while sql.mentions_follow_threads(db, step=step, **given) or step == 0:
        step += 1
    sql.mentions_analyze(db)
    sql.mentions_trust_own_accounts(db, brand_id=brand_id)
    removed = sql.mentions_remove(db, brand_id=brand_id)
    stored = sql.mentions_store(db, brand_id=brand_id)
    return {"mentions": stored, "mentions removed": removed}


def _look_at(store: Store, db: Connection[Any], question: _Question) -> int:
    """Note the posts in question; how many."""
    if question.through is None:
        return int(store.sql.mentions_look_at_all(db))
    return int(
        store.sql.mentions_look_at_changed(
            db,
            brand_id=question.brand_id,
            through=question.through,
            posts=list(question.posts),
        )
    )
