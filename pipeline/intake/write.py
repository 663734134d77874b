"""Write posts of one batch: sort them by what the store knows of each, then few statements."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import isclose
from typing import Any

from psycopg import Connection

from pipeline.intake.clean import CleanPost, judge
from pipeline.intake.duplicates import Text, link, relink
from pipeline.store import Store

# Columns of intake_known, after n and forgotten.
_KNOWN = (
    "id", "deleted", "title", "body", "edited_at", "earlier", "kind", "community", "thread_id",
    "parent_id", "author", "author_role", "posted_at", "url", "rating", "engagement", "fiction",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """One transaction of the intake; `number` marks what it changed."""

    store: Store
    db: Connection[Any]
    number: int


@dataclass
class Sorted:
    """What has to be done with the posts of one round; each with its stored row."""

    new: list[CleanPost]
    edited: list[tuple[CleanPost, Row]]
    updated: list[tuple[CleanPost, Row]]
    gone: list[Row]
    kept: list[tuple[int, list[int]]]  # (post id, brands to assign) of posts stored before


def write(batch: Batch, posts: list[CleanPost], brands: list[list[int]]) -> Counter[str]:
    """Store posts, each at most once among them; how many had which verdict."""
    known = _known(batch, posts)
    todo = Sorted([], [], [], [], [])
    counts: Counter[str] = Counter()
    new_brands: list[list[int]] = []
    for post, row, ids in zip(posts, known, brands, strict=True):
        verdict = _sort(post, row, todo)
        counts[verdict] += 1
        if verdict != "forgotten":
            if row["id"] is None:
                new_brands.append(ids)
            else:
                todo.kept.append((row["id"], ids))
    fresh = _insert(batch, todo.new)
    _update(batch, todo)
    _assign(batch, [*zip(fresh, new_brands, strict=True), *todo.kept])
    _link(batch, todo, fresh)
    return counts


def _known(batch: Batch, posts: list[CleanPost]) -> list[Row]:
    rows = batch.store.sql.intake_known(
        batch.db,
        sources=[post.post.source for post in posts],
        native_ids=[post.native_id for post in posts],
        authors=[post.author for post in posts],
    )
    return [{"forgotten": row[1], **dict(zip(_KNOWN, row[2:], strict=True))} for row in rows]


def _sort(post: CleanPost, row: Row, todo: Sorted) -> str:
    """Put one post where it belongs; the name under which it is counted."""
    if row["forgotten"]:
        return "forgotten"
    if row["id"] is None:
        todo.new.append(post)
        return "deleted" if post.post.deleted else "new"
    if row["deleted"]:  # an older copy does not bring a deleted text back
        return "known"
    if post.post.deleted:
        todo.gone.append(row)
        return "deleted"
    if _is_newer_text(post, row):
        todo.edited.append((post, row))
        return "changed"
    if _has_newer_facts(post, row):
        todo.updated.append((post, row))
    return "known"


def _is_newer_text(post: CleanPost, row: Row) -> bool:
    """Newer by its edit time; without one, a text that the store has never had."""
    if (post.title, post.body) == (row["title"], row["body"]):
        return False
    given, stored = post.post.edited_at, row["edited_at"]
    if given is None and stored is not None:
        return False
    if given is not None and given != stored:
        return stored is None or given > stored
    return post.text_hash not in row["earlier"]


def _has_newer_facts(post: CleanPost, row: Row) -> bool:
    stored_edit, given_edit = row["edited_at"], post.post.edited_at
    if stored_edit and (given_edit is None or given_edit < stored_edit):
        return False
    return any(
        value is not None and not _same(value, row[name]) for name, value in post.facts().items()
    )


def _same(given: object, stored: object) -> bool:
    """Equal, or equal in the single precision in which ratings are stored."""
    if isinstance(given, float) and isinstance(stored, float):
        return isclose(given, stored, rel_tol=1e-5)
    return given == stored


def _insert(batch: Batch, posts: list[CleanPost]) -> list[int]:
    if not posts:
        return []
    judge(posts)
    rows = [
        {
            "source": post.post.source,
            "native_id": post.native_id,
            "deleted": post.post.deleted,
            **post.facts(),
            **(post.judgement or _NOTHING),
        }
        for post in posts
    ]
    inserted = batch.store.sql.intake_insert(batch.db, number=batch.number, rows=_json(rows))
    ids = [row[0] for row in inserted]
    _store_raw(batch, zip(ids, posts, strict=True))
    return ids


_NOTHING: Row = {"body": "", "text_hash": 0}


def _update(batch: Batch, todo: Sorted) -> None:
    sql, db, number = batch.store.sql, batch.db, batch.number
    if todo.gone:
        sql.intake_delete(db, ids=[row["id"] for row in todo.gone], number=number)
    if todo.edited:
        sql.intake_keep_revision(db, ids=[row["id"] for _, row in todo.edited])
        judge([post for post, _ in todo.edited])
        texts = [{"id": row["id"], **post.judgement} for post, row in todo.edited]
        sql.intake_update_text(db, rows=_json(texts), number=number)
    both = [*todo.edited, *todo.updated]
    if both:
        facts = [{"id": row["id"], **post.facts()} for post, row in both]
        sql.intake_update_facts(db, rows=_json(facts), number=number)
        _store_raw(batch, ((row["id"], post) for post, row in both))


def _store_raw(batch: Batch, posts: Iterable[tuple[int, CleanPost]]) -> None:
    rows = [
        f'{{"id":{post_id},"payload":{post.payload()}}}'
        for post_id, post in posts
        if not post.post.deleted
    ]
    batch.store.sql.intake_store_raw(batch.db, rows=f"[{','.join(rows)}]")


def _json(rows: list[Row]) -> str:
    """Rows as one parameter: much quicker to send than an array a column."""
    return json.dumps(rows, default=_moment, ensure_ascii=False)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _assign(batch: Batch, posts: list[tuple[int, list[int]]]) -> None:
    pairs = [(post_id, brand_id) for post_id, ids in posts for brand_id in ids]
    if pairs:
        batch.store.sql.intake_assign(
            batch.db,
            ids=[pair[0] for pair in pairs],
            brand_ids=[pair[1] for pair in pairs],
            number=batch.number,
        )


def _link(batch: Batch, todo: Sorted, fresh: list[int]) -> None:
    touched = [row["id"] for row in todo.gone] + [row["id"] for _, row in todo.edited]
    texts = [
        Text(post_id, post.words, post.text_hash)
        for post_id, post in zip(fresh, todo.new, strict=True)
        if not post.post.deleted
    ]
    texts += relink(batch.store, batch.db, touched, batch.number)
    if texts:
        link(batch.store, batch.db, texts, batch.number)
