"""Rows for a real database: a brand, posts and mentions as the earlier stations leave them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest

from pipeline.store import Store

MONDAY = date(2025, 1, 6)
_TONES = {-1: (0.8, 0.1, 0.1), 0: (0.1, 0.8, 0.1), 1: (0.1, 0.1, 0.8)}


@dataclass(frozen=True)
class Said:
    """One mention: who said what kind of thing, where and when."""

    day: date = MONDAY
    voice: str = "customer"
    author: str | None = None
    tone: int | None = 0
    narrative: int | None = None
    source: str = "reddit"
    thread: str | None = None
    engagement: int | None = None
    direct_reply: bool = False
    hour: int = 12
    post: dict[str, Any] = field(default_factory=dict)  # further columns of post


Insert = Callable[[Iterable[Said]], list[int]]


@pytest.fixture
def insert(store: Store, brand_id: int) -> Insert:
    """Insert mentions; gives their ids in order."""
    return partial(insert_all, store, brand_id)


def insert_all(store: Store, brand_id: int, rows: Iterable[Said]) -> list[int]:
    """Insert mentions of a brand; their ids in order."""
    with store.connect() as db:
        return [_insert(db, brand_id, said) for said in rows]


def _insert(db: psycopg.Connection[Any], brand_id: int, said: Said) -> int:
    post_id = _value(db, "select coalesce(max(id), 0) + 1 from post")
    columns: dict[str, Any] = {
        "source": said.source,
        "native_id": f"n{post_id}",
        "kind": "comment",
        "thread_id": said.thread,
        "author": said.author,
        "posted_at": datetime.combine(said.day, time(said.hour), UTC),
        "body": f"post {post_id}",
        "engagement": said.engagement,
        "text_hash": post_id,
    } | said.post
    names, marks = ", ".join(columns), ", ".join(f"%({name})s" for name in columns)
    post_id = _value(
        db,
        f"insert into post ({names}) values ({marks}) returning id",  # noqa: S608
        columns,
    )
    if said.tone is not None:
        db.execute(
            "insert into score (post_id, model, negative, neutral, positive) "
            "values (%s, 'test', %s, %s, %s)",
            (post_id, *_TONES[said.tone]),
        )
    return _value(
        db,
        "insert into mention (brand_id, post_id, matched_by, voice, voice_reason, direct_reply, "
        "day, week, narrative_id) values (%s, %s, 'query', %s, 'test', %s, %s, %s, %s) "
        "returning id",
        (
            *(brand_id, post_id, said.voice, said.direct_reply, said.day),
            said.day - timedelta(days=said.day.weekday()),
            None if said.narrative is None else _narrative(db, brand_id, said.narrative),
        ),
    )


def _narrative(db: psycopg.Connection[Any], brand_id: int, number: int) -> int:
    return _value(
        db,
        "insert into narrative (brand_id, number, label, centroid, radius, born_at) "
        "values (%s, %s, %s, array_fill(0.05, array[384])::halfvec(384), 0.5, now()) "
        "on conflict (brand_id, number) do update set label = excluded.label returning id",
        (brand_id, number, f"Story {number}"),
    )


def _value(db: psycopg.Connection[Any], statement: str, parameters: Any = None) -> int:  # noqa: ANN401
    row = db.execute(statement, parameters).fetchone()
    assert row is not None
    return int(row[0])
