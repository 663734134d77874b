"""A brand with posts that went the whole way, but for a model that costs nothing to load."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from pgvector import HalfVector

from pipeline import brands
from pipeline.authority import refresh_rollups
from pipeline.authority.made_of import code
from pipeline.brands import Brand
from pipeline.corrections import refresh_own_tone
from pipeline.intake import take
from pipeline.mentions import match
from pipeline.narratives import refresh_narratives
from pipeline.posts import Post
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.intake.posts import post, rows

ACME = Brand(key="acme", name="Acme", query="acme", handles={"reddit": ("AcmeTeam",)})
TEXTS = ("acme is great", "acme broke again", "I saw acme today", "acme sells boots")
POSTS: tuple[Post, ...] = (
    *(post(f"p{n}", f"{TEXTS[n % 4]} {n}", 1500 * n, author=f"a{n}") for n in range(12)),
    post("reply", "mine too", 10, thread_id="p0", parent_id="p0", author="bo"),
    post("apart", "boots are nice", 20, author="cy"),
    post("own", "acme is hiring", 30, author="AcmeTeam"),
)


def scored(store: Store, model: str = "test") -> None:
    """A score for every mentioned post that has none: what its text makes it, never very sure."""
    waiting = rows(
        store,
        "select id, body from post where deleted_at is null and exists (select from mention "
        "where post_id = post.id) and not exists (select from score where post_id = post.id)",
    )
    with store.connect() as db:
        for post_id, body in waiting:
            random = np.random.default_rng(len(body))
            tone = (0.2, 0.2, 0.6) if "great" in body else (0.2, 0.7, 0.1)
            tone = (0.7, 0.2, 0.1) if "broke" in body else tone
            db.execute(
                "insert into score (post_id, model, negative, neutral, positive, embedding) "
                "values (%s, %s, %s, %s, %s, %s)",
                (post_id, model, *tone, HalfVector(random.normal(size=384) / 20)),
            )


def processed(store: Store) -> None:
    """What `process` does, with `scored` for the model."""
    with store.connect() as db:
        store.sql.process_mark(db, code=code())
        stale = [row[0] for row in store.sql.process_stale(db, brand_key=None)]
    for brand_id in stale:
        match(store, brand_id, Silent())
        scored(store)
        refresh_own_tone(store, brand_id, Silent())
        refresh_narratives(store, brand_id, Silent())
        refresh_rollups(store, brand_id, Silent())


def counts(store: Store) -> list[tuple[Any, ...]]:
    """What the pages count from: days by voice and tone."""
    return rows(
        store,
        "select day, voice, sum(mentions), sum(counted), sum(negative), sum(neutral), "
        "sum(positive), sum(not_scored) from daily group by 1, 2 order by 1, 2",
    )


def labels(store: Store, field: str = "tone") -> dict[str, Any]:
    """Native id → tone (or another column) of each mention as pages show it."""
    found = rows(
        store,
        f"select p.native_id, {field} from mention m join mention_tone t on t.mention_id = m.id "  # noqa: S608
        "join post p on p.id = m.post_id left join narrative n on n.id = m.narrative_id",
    )
    return dict(found)


def narratives(store: Store, names: Sequence[str]) -> None:
    """Narratives of the brand, numbered from 1."""
    with store.connect() as db:
        for number, name in enumerate(names, 1):
            db.execute(
                "insert into narrative (brand_id, number, label, centroid, radius, born_at) "
                "select id, %s, %s, array_fill(0.05, array[384])::halfvec(384), 0, now() "
                "from brand where key = 'acme'",
                (number, name),
            )


@pytest.fixture
def acme(store: Store) -> Store:
    """The store with the brand and its posts, processed."""
    brands.save(store, ACME)
    take(store, POSTS, Silent())
    processed(store)
    return store
