"""Posts for tests, short to write."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.posts import Post
from pipeline.store import Store

NOON = datetime(2025, 4, 28, 12, tzinfo=UTC)


def post(native_id: str, text: str = "", minutes: int = 0, **facts: Any) -> Post:  # noqa: ANN401 — any field of Post
    """A Reddit comment by "ann", so many minutes after noon of 28 April 2025."""
    given = {"source": "reddit", "kind": "comment", "author": "ann"} | facts
    return Post(
        native_id=native_id, text=text, posted_at=NOON + timedelta(minutes=minutes), **given
    )


def rows(store: Store, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query written in a test."""
    with store.connect() as db:
        return db.execute(query, values).fetchall()


def duplicates(store: Store) -> dict[str, tuple[str, str]]:
    """Native id of each duplicate → (native id of its original, kind)."""
    found = rows(
        store,
        "select d.native_id, o.native_id, d.duplicate_kind "
        "from post d join post o on o.id = d.duplicate_of",
    )
    return {native_id: (original, kind) for native_id, original, kind in found}
