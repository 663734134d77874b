"""New narratives from the mentions that no known one takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.naming import Search, cluster_labels, sayable, told_before
from pipeline.narratives.placing import Placed, place_nearest
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Cluster, Label

_NEW = 1 / 3  # share of a cluster's posts not looked at before: an old remainder founds nothing


def discover_new(store: Store, db: Connection[Any], search: Search, placed: Placed) -> None:
    """Cluster the founders that are not placed; store the clusters that are new stories.

    A cluster that tells a known story joins it; one that nobody could name stays waiting.
    """
    rows = np.flatnonzero(placed.open & search.told.founds)
    clusters = [c for c in clusters_of(search, rows) if _counts(search, c.members)]
    new = [cluster for cluster in clusters if not _joins(search, placed, cluster)]
    taken = search.known.rows["label"].tolist()
    labels = cluster_labels(search, new, told_before(store, db, search), taken)
    named = [pair for pair in zip(new, labels, strict=True) if sayable(pair[1])]
    born = [give_birth(store, db, search, *pair) for pair in named]
    for narrative, (cluster, _) in zip(born, named, strict=True):
        placed.put(cluster.members, _same(narrative, cluster), "discovered", cluster.distances)
    place_rest(search, placed, [cluster for cluster, _ in named], born)


def clusters_of(search: Search, rows: NDArray[np.int64]) -> list[Cluster]:
    """Clusters of these rows; their members are rows of what was found."""
    from models.topics import discover

    stems = [search.told.stems[row] for row in rows]
    clusters = discover(search.told.vectors[rows], stems, search.found.was[rows])
    return [replace(cluster, members=rows[cluster.members]) for cluster in clusters]


def give_birth(
    store: Store,
    db: Connection[Any],
    search: Search,
    cluster: Cluster,
    label: Label,
    origin: int | None = None,
) -> int:
    """Store a new narrative, split off from `origin` if that is given; its id."""
    from pgvector import HalfVector
    from psycopg.types.json import Jsonb

    label = search.worded(cluster, label)
    narrative = store.sql.narratives_born(
        db,
        brand_id=search.brand.id,
        label=label.text,
        keyphrases=list(label.keyphrases),
        centroid=HalfVector(cluster.centroid),
        radius=cluster.radius,
        born_at=search.found.rows["posted_at"].iloc[cluster.members].min(),
    )
    detail = {"label": label.text, "mentions": len(cluster.members)}
    kind = "birth" if origin is None else "split"
    detail |= {} if origin is None else {"from_id": origin}
    store.sql.narratives_event(
        db, narrative_id=narrative, kind=kind, detail=Jsonb(detail), by="software"
    )
    return int(narrative)


def place_rest(
    search: Search, placed: Placed, clusters: list[Cluster], narratives: list[int]
) -> None:
    """Let mentions that founded nothing join what was just found, as far as its posts reach."""
    rows = np.flatnonzero(placed.open & search.told.joins)
    centroids = np.array([c.centroid for c in clusters], np.float32)
    radii = np.array([c.widest for c in clusters], np.float32)
    place_nearest(placed, search.told, rows, centroids, radii, np.array(narratives, np.int64))


def _counts(search: Search, members: NDArray[np.int64]) -> bool:
    """Is the cluster large enough among all the brand's posts, and new enough?"""
    from models.topics import smallest

    if len(members) < smallest(int(search.known.rows["own"].sum())):
        return False
    return float((search.found.ids[members] > search.brand.considered).mean()) >= _NEW


def _joins(search: Search, placed: Placed, cluster: Cluster) -> bool:
    """Put the cluster into the known narrative whose story it tells, if there is one."""
    from models.topics import same_story

    known = search.known
    match = same_story(cluster.centroid, known.centroids, known.radii)
    if match < 0:
        return False
    distance = 1 - search.told.vectors[cluster.members] @ known.centroids[match]
    home = _same(int(known.home[match]), cluster)
    placed.put(cluster.members, home, "nearest", distance)
    return True


def _same(narrative: int, cluster: Cluster) -> NDArray[np.int64]:
    return np.full(len(cluster.members), narrative)
