"""Labels for clusters, set against each other and against what was told before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.known import Known, Listened
from pipeline.narratives.placing import Told
from pipeline.narratives.waiting import Waiting
from pipeline.narratives.writing import typical
from pipeline.store import Store

if TYPE_CHECKING:
    from models.label_writer import Writer
    from models.topics import Cluster, Label, Meaning, Said

Encode = Callable[[Sequence[str]], NDArray[np.float32]]  # texts to their embeddings (N, 384)

_SAID = 0.3  # share of a cluster's posts that must hold one of its best phrases: else small talk
_LABELLED = 300  # posts of a cluster that its label is made from
_CONTRAST = 60  # posts of each known narrative that it is set against


@dataclass(frozen=True)
class Search:
    """What a discovery works on, and what says what a label means."""

    brand: Listened
    found: Waiting
    told: Told
    known: Known
    encode: Encode
    write: Writer
    used: set[str]  # labels, in small letters, that no other narrative may have

    @classmethod
    def of(cls, brand: Listened, known: Known, encode: Encode, write: Writer) -> Search:
        """One that has not looked at any mention yet."""
        used = {label.lower() for label in known.rows["label"]}
        return cls(brand, Waiting.none(), Told.none(), known, encode, write, used)

    def worded(self, cluster: Cluster, label: Label, old: str = "") -> Label:
        """The label to store: by the model that writes labels, if there is one.

        As it is where another narrative has the model's; `old` is the narrative's own so far.
        """
        text = self.write(typical(self.found, cluster), label.text)
        if text.lower() in self.used - {old.lower()}:
            return label
        self.used.add(text.lower())
        return replace(label, text=text)


def sayable(label: Label) -> bool:
    """Is there a name for the cluster, and does it speak for enough of the posts?"""
    return bool(label.text) and label.coverage >= _SAID


def cluster_labels(
    search: Search,
    clusters: Sequence[Cluster],
    others: Sequence[Sequence[Said]],
    taken: Sequence[str],
) -> list[Label]:
    """A label for each cluster (members: rows of what was found), different from `taken`."""
    from models.topics import label, usage

    if not clusters:
        return []
    groups = [search.found.said(c.members[:_LABELLED]) for c in clusters]
    told = [post.own for group in others for post in group]
    words = usage([*search.found.posts, *told], search.brand.names)
    return label(groups, words, others, taken, _meaning(search, clusters, bool(others)))


def _meaning(search: Search, clusters: Sequence[Cluster], beside: bool) -> Meaning:
    """What phrases mean among these clusters, and beside what is known if that has its labels."""
    from models.topics import Meaning

    centres = np.array([cluster.centroid for cluster in clusters], np.float32)
    if beside:
        centres = np.concatenate([centres, search.known.centroids])
    return Meaning(lambda texts: search.brand.space(search.encode(texts)), centres)


def told_before(store: Store, db: Connection[Any], search: Search) -> list[list[Said]]:
    """The most typical posts of each known narrative."""
    from models.topics import Said, read

    told: dict[int, list[Said]] = {}
    ids = search.known.rows["id"].tolist()
    for key, _, text, thread, author, *_ in store.sql.narratives_typical(
        db, ids=ids, most=_CONTRAST
    ):
        names = search.brand.names
        said = Said(read(text, names), read(thread or "", names), author)
        told.setdefault(key, []).append(said)
    return list(told.values())
