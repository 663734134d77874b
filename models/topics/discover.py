"""Posts to clusters: neighbour graph, Leiden, agreement of several runs, a radius for each.

Leiden: Traag, Waltman & van Eck 2019, «From Louvain to Leiden». Agreement over runs: Lancichinetti
& Fortunato 2012, «Consensus clustering in complex networks».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Leiden

from models.topics.neighbours import neighbour_graph, wording_matrix
from models.topics.space import Floats, unit

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """How fine clusters are cut; measured in tests/bench/topics.py."""

    neighbours: int = 12
    runs: int = 6  # whose agreement decides
    most: int = 20_000  # posts in the graph; the rest joins the nearest cluster
    near: float = 0.4  # of the radius: a centroid as near as that is the same story
    narrowest: float = 0.4  # cosine distances between which every radius lies
    widest: float = 0.8


@dataclass(frozen=True)
class Cluster:
    """members: rows (M,), nearest to the centroid first. distances: (M,) cosine distances.

    centroid: (D,) of unit length. radius: the distance within which another post belongs.
    """

    members: Ints
    distances: Floats
    centroid: Floats
    radius: float


def resolution(posts: int) -> float:
    """Of modularity: more posts tell more stories apart. 1 for 400 posts, 2 for 1,600, at most 4.

    Near the best on the sample (300 and 160 conversations), StackOverflow, GoogleNews and
    banking77 (800 to 8,000 posts each).
    """
    return float(np.clip((posts / 400) ** 0.5, 1.0, 4.0))


def smallest(posts: int) -> int:
    """How many posts make a cluster among so many: 5 up to 600, 12 of 3,000, 30 of 20,000."""
    return int(np.clip(round(posts**0.5 / 4.5), 5, 30))


def discover(
    vectors: Floats,
    stems: Sequence[Sequence[str]] | None = None,
    seed: int = 0,
    rules: Rules | None = None,
) -> list[Cluster]:
    """Clusters of (N, D) unit vectors, largest first; posts beyond every radius are in none.

    stems: each post's telling words, for the part of nearness that is wording.
    """
    rules = rules or Rules()
    least = smallest(len(vectors))
    if len(vectors) < 2 * least:
        return []
    picked = _sample(len(vectors), rules.most, seed)
    wording = None if stems is None else wording_matrix([stems[i] for i in picked])
    graph = neighbour_graph(vectors[picked], wording, rules.neighbours)
    labels = communities(graph, seed, rules.runs)
    centroids = _merged(_centroids(vectors[picked], labels, least), vectors, rules)
    return [c for c in _clusters(vectors, centroids, rules) if len(c.members) >= least]


def communities(graph: sparse.csr_matrix, seed: int, runs: int) -> Ints:
    """(N,) community of each post: Leiden on edges weighted by how many runs agree on them."""
    cut = resolution(graph.shape[0])
    found = np.array([_leiden(graph, cut, 1_000 * seed + i) for i in range(runs)])
    edges = graph.tocoo()
    agreed = (found[:, edges.row] == found[:, edges.col]).mean(0)
    weighted = sparse.csr_matrix((edges.data * agreed, (edges.row, edges.col)), shape=graph.shape)
    weighted.eliminate_zeros()
    return _leiden(weighted, cut, seed)


def nearest(vectors: Floats, centroids: Floats, radii: Floats) -> tuple[Ints, Floats]:
    """Each vector's nearest centroid, -1 beyond its radius, and the distance: (N,) and (N,)."""
    if not len(centroids) or not len(vectors):
        return np.full(len(vectors), -1), np.full(len(vectors), np.inf, np.float32)
    similar = vectors @ centroids.T
    which = similar.argmax(1)
    distance = 1 - np.take_along_axis(similar, which[:, None], axis=1)[:, 0]
    return np.where(distance <= radii[which], which, -1), distance


def same_story(centroid: Floats, others: Floats, radii: Floats, near: float = Rules.near) -> int:
    """Which of `others` (K, D) tells the same story as `centroid`; -1: none."""
    if not len(others):
        return -1
    distance = 1 - others @ centroid  # (K,)
    closest = int(np.argmin(distance / radii))
    return closest if distance[closest] <= near * radii[closest] else -1


def _leiden(graph: sparse.csr_matrix, cut: float, seed: int) -> Ints:
    method = Leiden(resolution=cut, shuffle_nodes=True, random_state=seed)
    return np.asarray(method.fit_predict(graph), dtype=np.int64)


def _sample(count: int, most: int, seed: int) -> Ints:
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))


def _centroids(vectors: Floats, labels: Ints, least: int) -> Floats:
    """(K, D) of the communities large enough, largest first."""
    sizes = np.bincount(labels)
    kept = [k for k in np.argsort(-sizes, kind="stable") if sizes[k] >= least]
    means = [vectors[labels == k].mean(0) for k in kept]
    return unit(np.array(means, np.float32).reshape(len(kept), vectors.shape[1]))


def _merged(centroids: Floats, vectors: Floats, rules: Rules) -> Floats:
    """Without each centroid that tells the same story as a larger one."""
    kept: list[int] = []
    radii = _radii(*_homes(vectors, centroids), len(centroids), rules)
    for k in range(len(centroids)):
        if same_story(centroids[k], centroids[kept], radii[kept], rules.near) < 0:
            kept.append(k)
    return centroids[kept]


def _clusters(vectors: Floats, centroids: Floats, rules: Rules) -> list[Cluster]:
    home, distance = _homes(vectors, centroids)
    radii = _radii(home, distance, len(centroids), rules)
    found = []
    for k, centroid in enumerate(centroids):
        rows = np.flatnonzero((home == k) & (distance <= radii[k]))
        rows = rows[np.argsort(distance[rows], kind="stable")]
        found.append(Cluster(rows, distance[rows], centroid, float(radii[k])))
    return sorted(found, key=lambda cluster: -len(cluster.members))


def _homes(vectors: Floats, centroids: Floats) -> tuple[Ints, Floats]:
    return nearest(vectors, centroids, np.full(len(centroids), np.inf, np.float32))


def _radii(home: Ints, distance: Floats, count: int, rules: Rules) -> Floats:
    """(K,) mean + 2 standard deviations of the members' distances."""
    radii = np.full(count, rules.widest, np.float32)
    for k in range(count):
        own = distance[home == k]
        if len(own):
            radii[k] = own.mean() + 2 * own.std()
    return np.clip(radii, rules.narrowest, rules.widest)
