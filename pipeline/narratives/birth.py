"""New narratives from the mentions that no known one takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.known import Known, Listened
from pipeline.narratives.placing import Placed, Told, place_nearest
from pipeline.narratives.waiting import Waiting
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Cluster, Label
    from models.topics.words import Clause

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
_SAID = 0.3  # share of a cluster's posts that must hold one of its key phrases: else small talk
_NEW = 1 / 3  # share of a cluster's posts not looked at before: an old remainder founds nothing
_LABELLED = 300  # posts of a cluster that its label is made from
_CONTRAST = 60  # posts of each known narrative that it is set against


@dataclass(frozen=True)
class Search:
    """What a discovery works on."""

    brand: Listened
    found: Waiting
    told: Told
    known: Known
    seed: int
    embed: Embed | None


def discover_new(store: Store, db: Connection[Any], search: Search, placed: Placed) -> None:
    """Cluster the founders that are not placed; store the clusters that are new stories.

    A cluster that tells a known story joins it; one that nobody could name stays waiting.
    """
    from models.topics import discover

    rows = np.flatnonzero(placed.open & search.told.founds)
    stems = [search.told.stems[row] for row in rows]
    clusters = discover(search.told.vectors[rows], stems, search.seed)
    clusters = [c for c in clusters if _fresh(search, rows[c.members])]
    new = [c for c in clusters if not _joins(search, placed, rows, c)]
    named = [
        (cluster, label)
        for cluster, label in zip(new, _labels(store, db, search, rows, new), strict=True)
        if label.text and label.coverage >= _SAID
    ]
    born = [_store(store, db, search, placed, (rows, *pair)) for pair in named]
    _place_rest(placed, search.told, [cluster for cluster, _ in named], born)


def _place_rest(placed: Placed, told: Told, clusters: list[Cluster], born: list[int]) -> None:
    """Let mentions that say too little to found a narrative join one that was just born."""
    rows = np.flatnonzero(placed.open & told.joins)
    centroids = np.array([c.centroid for c in clusters], np.float32)
    radii = np.array([c.radius for c in clusters], np.float32)
    place_nearest(placed, told, rows, centroids, radii, np.array(born, np.int64))


def _fresh(search: Search, members: NDArray[np.int64]) -> bool:
    return float((search.found.ids[members] > search.brand.considered).mean()) >= _NEW


def _joins(search: Search, placed: Placed, rows: NDArray[np.int64], cluster: Cluster) -> bool:
    """Put the cluster into the known narrative whose story it tells, if there is one."""
    from models.topics import same_story

    known = search.known
    match = same_story(cluster.centroid, known.centroids, known.radii)
    if match < 0:
        return False
    members = rows[cluster.members]
    distance = 1 - search.told.vectors[members] @ known.centroids[match]
    placed.put(members, np.full(len(members), known.home[match]), "nearest", distance)
    return True


def _labels(
    store: Store,
    db: Connection[Any],
    search: Search,
    rows: NDArray[np.int64],
    clusters: list[Cluster],
) -> list[Label]:
    """A label for each new cluster, set against the others and against the known narratives."""
    from models.topics import Meaning, label, usage

    if not clusters:
        return []
    posts = search.found.posts
    groups = [[posts[rows[i]] for i in c.members[:_LABELLED]] for c in clusters]
    old = _told_before(store, db, search)
    words = usage(
        [*search.found.posts, *(post for group in old for post in group)], search.brand.names
    )
    taken = search.known.rows["label"].tolist()
    meaning = None
    if search.embed is not None:
        embed, space = search.embed, search.brand.space
        centroids = np.array([c.centroid for c in clusters])
        meaning = Meaning(lambda texts: space(embed(texts)), centroids)
    return label(groups, words, old, taken, meaning)


def _told_before(store: Store, db: Connection[Any], search: Search) -> list[list[list[Clause]]]:
    from models.topics import read

    told: dict[int, list[list[Clause]]] = {}
    ids = search.known.rows["id"].tolist()
    for row in store.sql.narratives_typical(db, ids=ids, most=_CONTRAST):
        told.setdefault(row[0], []).append(read(row[2], search.brand.names))
    return list(told.values())


def _store(
    store: Store,
    db: Connection[Any],
    search: Search,
    placed: Placed,
    born: tuple[NDArray[np.int64], Cluster, Label],
) -> int:
    from pgvector import HalfVector
    from psycopg.types.json import Jsonb

    rows, cluster, label = born
    members = rows[cluster.members]
    narrative = store.sql.narratives_born(
        db,
        brand_id=search.brand.id,
        label=label.text,
        keyphrases=list(label.keyphrases),
        centroid=HalfVector(cluster.centroid),
        radius=cluster.radius,
        born_at=search.found.rows["posted_at"].iloc[members].min(),
    )
    detail = Jsonb({"label": label.text, "mentions": len(members)})
    store.sql.narratives_event(
        db, narrative_id=narrative, kind="birth", detail=detail, by="software"
    )
    placed.put(members, np.full(len(members), narrative), "discovered", cluster.distances)
    return int(narrative)
