"""Posts to clusters: many clusterings, what they agree on, and a radius for each cluster.

No single graph and cut is right for every brand, and which is right changes with the data. So
posts are cut by Louvain several times, with fewer and more neighbours, with less and more weight on
wording, coarser and finer; a last cut joins what most of these cuts join. What was told as one
story before counts as agreement too, so that a later look keeps it together.

Chance has no say: the same posts give the same clusters, in whatever order they come. (Leiden of
scikit-network draws from C's rand(): two runs with one seed agreed by an ARI of only 0.85 to 0.95.)

Louvain: Blondel et al. 2008, «Fast unfolding of communities in large networks». Agreement:
Lancichinetti & Fortunato 2012, «Consensus clustering in complex networks».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Louvain

from models.topics.neighbours import neighbours, wording_matrix
from models.topics.space import Floats, unit

Ints = NDArray[np.int64]
NONE = -1
_BELONG, _JOIN = 2.5, 0.5  # standard deviations beyond the mean distance of the members


@dataclass(frozen=True)
class Rules:
    """How posts are cut into clusters."""

    wording: tuple[float, ...] = (0.3, 0.5)  # shares of nearness that are wording, below 1
    neighbours: tuple[int, ...] = (8, 16)
    cuts: tuple[float, ...] = (1.0, 1.6)  # times the resolution
    most: int = 20_000  # posts in the graph; the rest joins the nearest cluster
    narrowest: float = 0.4  # cosine distances between which every radius lies
    widest: float = 0.8


@dataclass(frozen=True)
class Cluster:
    """members: rows (M,), nearest to the centroid first. distances: (M,) cosine distances.

    centroid: (D,) of unit length. radius: the distance within which a later post joins: tighter
    than the widest, so that a story nobody has told yet is not taken for an old one.
    widest: the distance within which a post that took part in the discovery belongs.
    """

    members: Ints
    distances: Floats
    centroid: Floats
    radius: float
    widest: float


def resolution(posts: int) -> float:
    """Of modularity: more posts tell more stories apart. 1 up to 250 posts, 3 from 1,560 on.

    Near the best on the sample (144 and 258 conversations), StackOverflow, GoogleNews and
    banking77 (600 to 8,000 posts each).
    """
    return float(np.clip((posts / 250) ** 0.6, 1.0, 3.0))


def smallest(posts: int) -> int:
    """How many posts make a cluster among so many: 5 up to 600, 12 of 3,000, 30 of 20,000."""
    return int(np.clip(round(posts**0.5 / 4.5), 5, 30))


def discover(
    vectors: Floats,
    stems: Sequence[Sequence[str]] | None = None,
    told: Ints | None = None,
    rules: Rules | None = None,
) -> list[Cluster]:
    """Clusters of (N, D) unit vectors, largest first; posts beyond every radius are in none.

    stems: each post's telling words, for the part of nearness that is wording.
    told: (N,) the story each post was told to belong to before, NONE: to none.
    """
    rules = rules or Rules()
    least = smallest(len(vectors))
    if len(vectors) < 2 * least:
        return []
    picked = _sample(vectors, rules.most)
    sampled = vectors[picked]
    wording = None if stems is None else wording_matrix([stems[i] for i in picked])
    before = np.full(len(picked), NONE) if told is None else told[picked]
    home = _joined(sampled, _large(communities(sampled, wording, before, rules), least), rules)
    homes = _nearest(vectors, _centroids(sampled, home))
    homes[picked] = np.where(home >= 0, home, homes[picked])
    return _clusters(vectors, homes, rules)


def communities(
    vectors: Floats, wording: sparse.csr_matrix | None, told: Ints, rules: Rules
) -> Ints:
    """(N,) community of each post: a cut of the graph of how often several cuts agree."""
    shares = rules.wording if wording is not None else (0.0,)
    found = neighbours(vectors, wording, shares, max(rules.neighbours))
    graphs = [near.graph(count) for near, count in product(found, rules.neighbours)]
    cut = resolution(len(vectors))
    settings = product(range(_rounds(len(vectors))), graphs, rules.cuts)
    cuts = [_louvain(graph, cut * f, i) for i, (_, graph, f) in enumerate(settings)]
    return _louvain(_agreement(graphs, np.array(cuts), told), cut, 0)


def _rounds(posts: int) -> int:
    """How often each cut is made: luck weighs most where posts are few, and there it is cheap."""
    return int(np.clip(6_000 // max(posts, 1), 1, 8))


def _agreement(graphs: Sequence[sparse.csr_matrix], cuts: Ints, told: Ints) -> sparse.csr_matrix:
    """Neighbours in any graph, weighted by the squared share of cuts (R, N) that join them.

    Two posts with a story from before: that it is the same one weighs as much as all cuts.
    """
    edges = sum(graphs[1:], graphs[0]).tocoo()
    agreed = np.zeros(len(edges.row))
    for labels in cuts:
        agreed += labels[edges.row] == labels[edges.col]
    one, other = told[edges.row], told[edges.col]
    both = (one != NONE) & (other != NONE)
    agreed += len(cuts) * (both & (one == other))
    weights = (agreed / (len(cuts) * (1 + both))) ** 2
    weighted = sparse.csr_matrix((weights, (edges.row, edges.col)), shape=edges.shape)
    weighted.eliminate_zeros()
    return weighted


def nearest(vectors: Floats, centroids: Floats, radii: Floats) -> tuple[Ints, Floats]:
    """Each vector's nearest centroid, -1 beyond its radius, and the distance: (N,) and (N,)."""
    if not len(centroids) or not len(vectors):
        return np.full(len(vectors), -1), np.full(len(vectors), np.inf, np.float32)
    similar = vectors @ centroids.T
    which = similar.argmax(1)
    distance = 1 - np.take_along_axis(similar, which[:, None], axis=1)[:, 0]
    return np.where(distance <= radii[which], which, -1), distance


def same_story(centroid: Floats, others: Floats, radii: Floats, near: float = 0.12) -> int:
    """Which of `others` (K, D) tells the same story as `centroid`; -1: none."""
    if not len(others):
        return -1
    distance = 1 - others @ centroid  # (K,)
    closest = int(np.argmin(distance / radii))
    return closest if distance[closest] <= near * radii[closest] else -1


def _louvain(graph: sparse.csr_matrix, cut: float, seed: int) -> Ints:
    method = Louvain(resolution=cut, shuffle_nodes=True, random_state=seed)
    return np.asarray(method.fit_predict(graph), dtype=np.int64)


def _sample(vectors: Floats, most: int) -> Ints:
    """Rows of at most so many posts, in an order that does not depend on theirs."""
    order = np.lexsort(vectors[:, :3].T)
    if len(order) <= most:
        return order
    return np.random.default_rng(0).choice(order, most, replace=False)


def _large(labels: Ints, least: int) -> Ints:
    """(N,) the labels of communities of `least` posts or more, from 0 on; -1: a smaller one."""
    sizes = np.bincount(labels)
    kept = np.flatnonzero(sizes >= least)
    number = np.full(len(sizes), -1)
    number[kept] = np.arange(len(kept))
    return np.asarray(number[labels])


def _joined(vectors: Floats, home: Ints, rules: Rules) -> Ints:
    """`home` with communities that tell the same story as a larger one made part of it.

    A cut finds two halves in any story, where there is only one.
    """
    centroids = _centroids(vectors, home)
    radii = np.array(
        [_radius(1 - vectors[home == k] @ c, rules) for k, c in enumerate(centroids)], np.float32
    )
    number = np.full(len(centroids) + 1, -1)  # the last stands for no community
    kept: list[int] = []
    for k in np.argsort(-np.bincount(home[home >= 0], minlength=len(centroids)), kind="stable"):
        story = same_story(centroids[k], centroids[kept], radii[kept])
        if story < 0:
            story = len(kept)
            kept.append(int(k))
        number[k] = story
    return np.asarray(number[home])


def _centroids(vectors: Floats, home: Ints) -> Floats:
    """(K, D) of unit length."""
    means = [vectors[home == k].mean(0) for k in range(home.max(initial=-1) + 1)]
    return unit(np.array(means, np.float32).reshape(len(means), vectors.shape[1]))


def _clusters(vectors: Floats, homes: Ints, rules: Rules) -> list[Cluster]:
    """The posts of each community that lie within its radius; largest first."""
    found = []
    for k, centroid in enumerate(_centroids(vectors, homes)):
        rows = np.flatnonzero(homes == k)
        distance = 1 - vectors[rows] @ centroid
        widest = _radius(distance, rules)
        order = np.argsort(distance, kind="stable")
        order = order[distance[order] <= widest]
        radius = _radius(distance, rules, deviations=_JOIN)
        found.append(Cluster(rows[order], distance[order], centroid, radius, widest))
    return sorted(found, key=lambda cluster: -len(cluster.members))


def _nearest(vectors: Floats, centroids: Floats) -> Ints:
    return nearest(vectors, centroids, np.full(len(centroids), np.inf, np.float32))[0]


def _radius(distances: Floats, rules: Rules, deviations: float = _BELONG) -> float:
    """Mean + so many standard deviations of the members' distances, within bounds."""
    reach = distances.mean() + deviations * distances.std()
    return float(np.clip(reach, rules.narrowest, rules.widest))
