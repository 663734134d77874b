"""Posts to clusters: neighbour graph, Leiden, agreement of several runs, a radius for each.

Leiden: Traag, Waltman & van Eck 2019, «From Louvain to Leiden». Agreement over runs: Lancichinetti
& Fortunato 2012, «Consensus clustering in complex networks».
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Leiden

from models.topics.neighbours import neighbour_graph
from models.topics.space import Floats, unit

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """How fine clusters are cut; measured in tests/bench/topics.py."""

    neighbours: int = 15
    resolution: float = 2.0  # of modularity: 1 finds themes, 2 stories, 4 splits stories
    runs: int = 6  # whose agreement decides
    smallest: int = 5  # posts that make a cluster
    most: int = 20_000  # posts in the graph; the rest joins the nearest cluster
    near: float = 0.5  # of the radius: a centroid as near as that is the same story
    widest: float = 0.8  # cosine distance that no radius exceeds


@dataclass(frozen=True)
class Cluster:
    """members: rows (M,), nearest to the centroid first. distances: (M,) cosine distances.

    centroid: (D,) of unit length. radius: the distance within which another post belongs.
    """

    members: Ints
    distances: Floats
    centroid: Floats
    radius: float


def discover(vectors: Floats, seed: int = 0, rules: Rules | None = None) -> list[Cluster]:
    """Clusters of (N, D) unit vectors, largest first; posts beyond every radius are in none."""
    rules = rules or Rules()
    if len(vectors) < 2 * rules.smallest:
        return []
    picked = _sample(len(vectors), rules.most, seed)
    labels = communities(neighbour_graph(vectors[picked], rules.neighbours), seed, rules)
    centroids = _merged(_centroids(vectors[picked], labels, rules.smallest), vectors, rules)
    return _clusters(vectors, centroids, rules)


def communities(graph: sparse.csr_matrix, seed: int, rules: Rules) -> Ints:
    """(N,) community of each post: Leiden on edges weighted by how many runs agree on them."""
    runs = np.array([_leiden(graph, rules.resolution, 1_000 * seed + i) for i in range(rules.runs)])
    edges = graph.tocoo()
    agreed = (runs[:, edges.row] == runs[:, edges.col]).mean(0)
    weighted = sparse.csr_matrix((edges.data * agreed, (edges.row, edges.col)), shape=graph.shape)
    weighted.eliminate_zeros()
    return _leiden(weighted, rules.resolution, seed)


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


def _leiden(graph: sparse.csr_matrix, resolution: float, seed: int) -> Ints:
    method = Leiden(resolution=resolution, shuffle_nodes=True, random_state=seed)
    return np.asarray(method.fit_predict(graph), dtype=np.int64)


def _sample(count: int, most: int, seed: int) -> Ints:
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))


def _centroids(vectors: Floats, labels: Ints, smallest: int) -> Floats:
    """(K, D) of the communities large enough, largest first."""
    sizes = np.bincount(labels)
    kept = [k for k in np.argsort(-sizes, kind="stable") if sizes[k] >= smallest]
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
    large = [cluster for cluster in found if len(cluster.members) >= rules.smallest]
    return sorted(large, key=lambda cluster: -len(cluster.members))


def _homes(vectors: Floats, centroids: Floats) -> tuple[Ints, Floats]:
    return nearest(vectors, centroids, np.full(len(centroids), np.inf, np.float32))


def _radii(home: Ints, distance: Floats, count: int, rules: Rules) -> Floats:
    """(K,) mean + 2 standard deviations of the members' distances."""
    radii = np.full(count, rules.widest, np.float32)
    for k in range(count):
        own = distance[home == k]
        if len(own):
            radii[k] = min(rules.widest, own.mean() + 2 * own.std())
    return radii
