"""All mentions of a brand looked at again, once they are many more; old numbers go on.

A mention keeps its narrative unless the evidence against it is strong: what was told together
before counts as much in the new look as all cuts (models.topics.discover), a split takes new
mentions only, and of the older ones at most one in a hundred moves, the clearest first.
"""

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

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
_DOUBT = 0.2  # cosine distance by which another narrative must be nearer before a mention moves
_MOVE = 0.01  # share of the mentions with a narrative that may move
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
    ended = _end(store, db, search, clusters, heritage, ids)
    _place(search, placed, clusters, ids)
    _stay(search, placed, _centres(store, db, search, clusters, ids), ended)


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
    if key in keeps or not sayable(label):
        return key
    label = search.worded(cluster, label, old)
    if label.text != old:
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
    """A new narrative, if enough mentions tell it that are in none; else they join the origin."""
    from models.topics import same_story, smallest

    known = search.known
    if same_story(cluster.centroid, known.centroids[known.aside], known.radii[known.aside]) >= 0:
        return NONE

    free = int((search.found.was[cluster.members] == NONE).sum())
    if free < smallest(int(search.told.founds.sum())):
        return origin
    if not sayable(label):
        return NONE
    return give_birth(store, db, search, cluster, label, None if origin == NONE else origin)


def _end(
    store: Store,
    db: Connection[Any],
    search: Search,
    clusters: list[Cluster],
    heritage: Heritage,
    ids: list[int],
) -> dict[int, int]:
    """An old narrative that no cluster goes on as stands, or is merged if it tells the same story.

    Narrative to the one it was merged into.
    """
    from psycopg.types.json import Jsonb

    from models.topics import same_story

    numbers = search.known.rows.set_index("id")["number"].to_dict()
    merged: dict[int, int] = {}
    for key, k in heritage.ended.items():
        into, cluster = ids[k], clusters[k]
        moved = search.found.ids[search.found.was == key].tolist()
        centre = _centre(search, search.found.was == key)
        radius = np.array([cluster.radius], np.float32)
        few = len(moved) <= _MOVE * int((search.found.was != NONE).sum())
        same = same_story(centre, cluster.centroid[None], radius) == 0
        if into == NONE or into in heritage.ended or not (few and same):
            continue
        merged[key] = into
        store.sql.narratives_merge(db, id=key, into=into)
        detail = {"number": int(numbers[key]), "into_id": into, "mentions": moved}
        store.sql.narratives_event(
            db, narrative_id=key, kind="merge", detail=Jsonb(detail), by="software"
        )
    return merged


def _place(search: Search, placed: Placed, clusters: list[Cluster], ids: list[int]) -> None:
    """Members to their clusters' narratives, and the rest to the nearest."""
    named = [(c, key) for c, key in zip(clusters, ids, strict=True) if key != NONE]
    for cluster, key in named:
        home = np.full(len(cluster.members), key)
        placed.put(cluster.members, home, "discovered", cluster.distances)
    place_rest(search, placed, [cluster for cluster, _ in named], [key for _, key in named])


def _centres(
    store: Store, db: Connection[Any], search: Search, clusters: list[Cluster], ids: list[int]
) -> dict[int, Floats]:
    """The centre of each narrative; of those that no cluster goes on as, from their mentions."""
    from pgvector import HalfVector

    centres = {key: cluster.centroid for key, cluster in zip(ids, clusters, strict=True)}
    for key in set(search.found.was.tolist()) - {NONE} - set(centres):
        centres[key] = _centre(search, search.found.was == key)
        centroid = HalfVector(centres[key])
        store.sql.narratives_move(db, id=key, centroid=centroid, radius=None, keyphrases=None)
    return centres


def _centre(search: Search, rows: Flags) -> Floats:
    from models.topics.space import unit

    own = rows & search.told.joins
    centre = search.told.vectors[own if own.any() else rows].mean(0)
    return np.asarray(unit(centre[None])[0])


def _stay(
    search: Search, placed: Placed, centres: dict[int, Floats], merged: dict[int, int]
) -> None:
    """Who was in a narrative stays, but for the few that another is far nearer to."""
    was = np.array([merged.get(key, key) for key in search.found.was.tolist()], np.int64)
    rows = np.flatnonzero(was != NONE)
    if not len(rows):
        return
    centre = np.array([centres[key] for key in was[rows].tolist()], np.float32)
    distance = 1 - (search.told.vectors[rows] * centre).sum(1)
    gain = np.where(search.told.joins[rows], distance - placed.distance[rows], np.nan)
    gain = np.where(placed.narrative[rows] == was[rows], np.nan, gain)
    far = np.flatnonzero(np.nan_to_num(gain) > _DOUBT)
    moving = far[np.argsort(-gain[far], kind="stable")][: int(_MOVE * len(rows))]
    stays = np.ones(len(rows), bool)
    stays[moving] = False
    stays &= ~np.isin(search.told.head[rows], rows[moving])
    own = stays & search.told.joins[rows]
    placed.put(rows[own], was[rows[own]], "nearest", distance[own])
    placed.put(rows[stays & ~own], was[rows[stays & ~own]], "followed")
