"""A brand whose posts tell planted stories, with embeddings, as the stations before leave them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import psycopg
from pgvector import HalfVector

from pipeline.store import Store

MONDAY = date(2025, 1, 6)
# Words of each story; its embeddings scatter around a centre of its own.
STORIES = {
    "contractors": "replacing contract workers fired translators memo jobs human layoffs",
    "streak": "streak freeze lost repair days league calendar broken",
    "voices": "voice actors robotic pronunciation listening accent audio speech",
    "subscription": "subscription cancelled refund renewal billing family plan charged",
}


@dataclass(frozen=True)
class Told:
    """One mention: which story in which words; None: no embedding."""

    story: str | None
    text: str
    seed: int = 0
    week: int = 0
    answers: str | None = None  # native id
    native_id: str | None = None
    author: str | None = None
    voice: str = "customer"
    direct_reply: bool = False
    post: dict[str, Any] = field(default_factory=dict)


def vector(story: str, seed: int, noise: float = 0.5) -> np.ndarray[Any, np.dtype[np.float32]]:
    """(384,) of unit length around the story's centre."""
    number = list(STORIES).index(story) if story in STORIES else 100 + len(story)
    centre = np.random.default_rng(number).normal(size=384)
    scatter = np.random.default_rng(1_000_000 * number + seed).normal(size=384)
    mixed = centre / np.linalg.norm(centre) + noise * scatter / np.linalg.norm(scatter)
    return np.asarray(mixed / np.linalg.norm(mixed), dtype=np.float32)


def telling(story: str, count: int, start: int = 0, week: int = 0, words: str = "") -> list[Told]:
    """Posts of one story, each in some of its words."""
    vocabulary = (words or STORIES[story]).split()
    told = []
    for seed in range(start, start + count):
        picked = np.random.default_rng(seed).permutation(vocabulary)[:5]
        text = " ".join(["Their", *picked[:2], "and the", *picked[2:], f"case{seed}"])
        told.append(Told(story, text, seed, week, author=f"{story} {seed}"))
    return told


def all_stories(count: int = 20, start: int = 0, week: int = 0) -> list[Told]:
    return [told for story in STORIES for told in telling(story, count, start, week)]


def insert(store: Store, brand_id: int, told: Iterable[Told]) -> list[int]:
    """Store mentions; their ids in order."""
    with store.connect() as db:
        return [_insert(db, brand_id, one) for one in told]


def rows(store: Store, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    with store.connect() as db:
        return db.execute(query, parameters).fetchall()


def numbers(store: Store, ids: list[int]) -> list[int | None]:
    """The narrative number of each mention."""
    found = dict(
        rows(
            store,
            "select m.id, n.number from mention m left join narrative n on n.id = m.narrative_id",
        )
    )
    return [found[i] for i in ids]


def _insert(db: psycopg.Connection[Any], brand_id: int, told: Told) -> int:
    count = _value(db, "select count(*) from post")
    moment = datetime.combine(MONDAY + timedelta(weeks=told.week), datetime.min.time(), UTC)
    columns: dict[str, Any] = {
        "source": "reddit",
        "native_id": told.native_id or f"n{count}",
        "kind": "comment" if told.answers else "post",
        "parent_id": told.answers,
        "author": told.author,
        "posted_at": moment + timedelta(minutes=count),
        "body": told.text,
        "language": "en",
        "text_hash": count,
    } | told.post
    names, marks = ", ".join(columns), ", ".join(f"%({name})s" for name in columns)
    post_id = _value(
        db,
        f"insert into post ({names}) values ({marks}) returning id",  # noqa: S608
        columns,
    )
    if told.story is not None:
        db.execute(
            "insert into score (post_id, model, embedding) values (%s, 'test', %s)",
            (post_id, HalfVector(vector(told.story, told.seed))),
        )
    return _value(
        db,
        "insert into mention (brand_id, post_id, matched_by, voice, voice_reason, direct_reply, "
        "day, week) values (%s, %s, 'query', %s, 'test', %s, %s, %s) returning id",
        (brand_id, post_id, told.voice, told.direct_reply, moment.date(), moment.date()),
    )


def _value(db: psycopg.Connection[Any], query: str, parameters: Any = None) -> int:  # noqa: ANN401
    row = db.execute(query, parameters).fetchone()
    assert row is not None
    return int(row[0])
