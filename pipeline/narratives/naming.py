"""Labels for clusters, set against each other and against what was told before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.known import Known, Listened
from pipeline.narratives.placing import Told
from pipeline.narratives.waiting import Waiting
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Cluster, Label
    from models.topics.words import Clause

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
_SAID = 0.3  # share of a cluster's posts that must hold one of its best phrases: else small talk
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

    @classmethod
    def of(cls, brand: Listened, known: Known, seed: int, embed: Embed | None) -> Search:
        """One that has not looked at any mention yet."""
        return cls(brand, Waiting.none(), Told.none(), known, seed, embed)


def sayable(label: Label) -> bool:
    """Is there a name for the cluster, and does it speak for enough of the posts?"""
    return bool(label.text) and label.coverage >= _SAID


def cluster_labels(
    search: Search,
    clusters: Sequence[Cluster],
    others: Sequence[Sequence[list[Clause]]],
    taken: Sequence[str],
) -> list[Label]:
    """A label for each cluster (members: rows of what was found), different from `taken`."""
    from models.topics import label, usage

    if not clusters:
        return []
    posts = search.found.posts
    groups = [[posts[row] for row in c.members[:_LABELLED]] for c in clusters]
    words = usage([*posts, *(post for group in others for post in group)], search.brand.names)
    return label(groups, words, others, taken, _meaning(search, clusters))


def told_before(store: Store, db: Connection[Any], search: Search) -> list[list[list[Clause]]]:
    """The most typical posts of each known narrative."""
    from models.topics import read

    told: dict[int, list[list[Clause]]] = {}
    ids = search.known.rows["id"].tolist()
    for row in store.sql.narratives_typical(db, ids=ids, most=_CONTRAST):
        told.setdefault(row[0], []).append(read(row[2], search.brand.names))
    return list(told.values())


def _meaning(search: Search, clusters: Sequence[Cluster]) -> Any:  # noqa: ANN401 — see Meaning
    from models.topics import Meaning

    if search.embed is None:
        return None
    embed, space = search.embed, search.brand.space
    return Meaning(
        lambda texts: space(embed(texts)), np.array([c.centroid for c in clusters], np.float32)
    )
