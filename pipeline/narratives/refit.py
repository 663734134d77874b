"""All mentions of a brand looked at again, once they are many more; old numbers go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.birth import clusters_of, give_birth, place_rest
from pipeline.narratives.naming import Search, cluster_labels, sayable
from pipeline.narratives.placing import Placed
from pipeline.narratives.waiting import NONE
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Cluster, Heritage, Label

Ints = NDArray[np.int64]
_DOUBT = 0.2  # cosine distance by which another narrative must be nearer before a mention moves
_OUTGROWN = 2  # times the mentions it was named from, after which a made label is made again


def refit(store: Store, db: Connection[Any], search: Search, placed: Placed) -> None:
    """Cluster all founders; each cluster goes on as an old narrative, splits off, or is born."""
    clusters = clusters_of(search, np.flatnonzero(search.told.founds))
    heritage = _heritage(search, clusters)
    keeps = _keeps_label(search, clusters, heritage)
    rows = search.known.rows
    taken = rows[rows["id"].isin(keeps) | rows["merged_into"].notna()]["label"].tolist()
    labels = cluster_labels(search, clusters, (), taken)
    ids = [
        _go_on(store, db, search, cluster, label, int(heritage.heir[k]), keeps)
        if heritage.heir[k] != NONE
        else _begin(store, db, search, cluster, label, int(heritage.origin[k]))
        for k, (cluster, label) in enumerate(zip(clusters, labels, strict=True))
    ]
    _place(search, placed, clusters, ids)
    _end(store, db, search, heritage, ids)


def _heritage(search: Search, clusters: list[Cluster]) -> Heritage:
    from models.topics import inherit

    new = np.full(len(search.found), NONE)
    for k, cluster in enumerate(clusters):
        new[cluster.members] = k
    rows = search.known.rows
    held = rows[rows["held"].astype(bool)]["id"].tolist()
    return inherit(search.found.was, new, len(clusters), held)


def _keeps_label(search: Search, clusters: list[Cluster], heritage: Heritage) -> set[int]:
    """Narratives whose label stays: a person's, and one made from half as many posts or more."""
    sizes: dict[int, int] = {}
    for key, cluster in zip(heritage.heir.tolist(), clusters, strict=True):
        sizes[key] = sizes.get(key, 0) + len(cluster.members)
    columns = search.known.rows[["id", "label_by", "named_at"]].itertuples(index=False)
    return {
        int(key)
        for key, by, named_at in columns
        if by == "person" or sizes.get(key, 0) < _OUTGROWN * named_at
    }


def _go_on(
    store: Store,
    db: Connection[Any],
    search: Search,
    cluster: Cluster,
    label: Label,
    key: int,
    keeps: set[int],
) -> int:
    """Give an old narrative its new centre and phrases, and a new label if it outgrew its own."""
    from pgvector import HalfVector
    from psycopg.types.json import Jsonb

    store.sql.narratives_move(
        db,
        id=key,
        centroid=HalfVector(cluster.centroid),
        radius=cluster.radius,
        keyphrases=list(label.keyphrases) or None,
    )
    rows = search.known.rows.set_index("id")
    old = str(rows.at[key, "label"])
    if key not in keeps and sayable(label) and label.text != old:
        store.sql.narratives_rename(db, id=key, label=label.text, label_by="made")
        detail = {"from": old, "from_by": "made", "to": label.text}
        detail["mentions"] = len(cluster.members)  # type: ignore[assignment]
        store.sql.narratives_event(
            db, narrative_id=key, kind="rename", detail=Jsonb(detail), by="software"
        )
    return key


def _begin(
    store: Store,
    db: Connection[Any],
    search: Search,
    cluster: Cluster,
    label: Label,
    origin: int,
) -> int:
    if not sayable(label):
        return NONE
    return give_birth(store, db, search, cluster, label, None if origin == NONE else origin)


def _place(search: Search, placed: Placed, clusters: list[Cluster], ids: list[int]) -> None:
    """Members to their clusters; but who was in a narrative stays unless another is far nearer."""
    named = [(c, key) for c, key in zip(clusters, ids, strict=True) if key != NONE]
    for cluster, key in named:
        home = np.full(len(cluster.members), key)
        placed.put(cluster.members, home, "discovered", cluster.distances)
    for cluster, key in named:
        _stay(search, placed, cluster, key)
    place_rest(search, placed, [cluster for cluster, _ in named], [key for _, key in named])


def _stay(search: Search, placed: Placed, cluster: Cluster, key: int) -> None:
    rows = np.flatnonzero((search.found.was == key) & search.told.joins)
    rows = rows[placed.narrative[rows] != key]
    distance = 1 - search.told.vectors[rows] @ cluster.centroid
    elsewhere = np.nan_to_num(placed.distance[rows], nan=np.inf)
    stays = (distance <= cluster.widest) & (distance <= elsewhere + _DOUBT)
    placed.put(rows[stays], np.full(int(stays.sum()), key), "nearest", distance[stays])


def _end(
    store: Store, db: Connection[Any], search: Search, heritage: Heritage, ids: list[int]
) -> None:
    """An old narrative that no cluster goes on as becomes part of the one that took most of it."""
    from psycopg.types.json import Jsonb

    numbers = search.known.rows.set_index("id")["number"].to_dict()
    for key, cluster in heritage.ended.items():
        into = ids[cluster]
        if into == NONE:
            continue
        moved = search.found.ids[search.found.was == key].tolist()
        store.sql.narratives_merge(db, id=key, into=into)
        detail = {"number": int(numbers[key]), "into_id": into, "mentions": moved}
        store.sql.narratives_event(
            db, narrative_id=key, kind="merge", detail=Jsonb(detail), by="software"
        )
