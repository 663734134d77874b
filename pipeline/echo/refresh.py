"""Encode new claims, and find anew who speaks of each."""

import re
from typing import Any

import pandas as pd
from psycopg.types.json import Jsonb

from pipeline.echo.stance import NEAR, echoed
from pipeline.progress import Progress
from pipeline.store import Store


def refresh_echo(store: Store, progress: Progress) -> None:
    """Bring every claim up to date whose figures are older than its brand's, or not there."""
    _encode(store, progress)
    with store.connect() as db:
        waiting = list(store.sql.claim_waiting(db))
    if waiting:
        progress.stage("Looking who speaks of the claims")
    for number, version in waiting:
        _refresh(store, number, version)


def _encode(store: Store, progress: Progress) -> None:
    """Give new claims an embedding, by the encoder that the posts have theirs from."""
    with store.connect() as db:
        bare = list(store.sql.claim_bare(db))
    if not bare:
        return
    from pgvector import HalfVector

    from pipeline.scoring import encode

    progress.stage("Reading the claims")
    embeddings = encode([nameless(text, name) for _, text, name in bare])
    with store.connect() as db:
        for (number, _, _), embedding in zip(bare, embeddings, strict=True):
            store.sql.claim_encode(db, id=number, embedding=HalfVector(embedding))


def nameless(text: str, name: str) -> str:
    """A claim without its brand's name, which every other post about the brand writes too."""
    bare = " ".join(re.sub(rf"\b{re.escape(name)}\b(?:['’]s)?", " ", text, flags=re.I).split())
    return bare or text


def _refresh(store: Store, number: int, version: int) -> None:
    rows = store.frame("claim_mentions", id=number)
    rows["nearness"] = rows["nearness"].astype("float64")
    near = rows[rows["nearness"] >= NEAR]
    found = echoed(rows)
    with store.connect() as db:
        store.sql.claim_keep(
            db, id=number, version=version, figures=Jsonb(found.figures()),
            mentions=_ids(near[near["voice"] == "customer"]),
        )  # fmt: skip


def _ids(near: pd.DataFrame) -> list[Any]:
    """The mentions, the nearest first."""
    return list(near.sort_values(["nearness", "mention_id"], ascending=[False, True])["mention_id"])
