"""Posts to clusters: many clusterings, what they agree on, and a radius for each cluster.

No single graph and cut is right for every brand, and which is right changes with the data. So
posts are cut by Leiden several times, with fewer and more neighbours, with less and more weight on
wording, coarser and finer; a last cut joins what most of these cuts join. On the sample that
raises ARI from 0.67 (0.60 to 0.74, by luck) to 0.77 (0.74 to 0.80).

Leiden: Traag, Waltman & van Eck 2019, «From Louvain to Leiden». Agreement: Lancichinetti &
Fortunato 2012, «Consensus clustering in complex networks».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sknetwork.clustering import Leiden, get_modularity

from models.topics.neighbours import neighbours, wording_matrix
from models.topics.space import Floats, unit

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """How posts are cut into clusters."""

    wording: tuple[float, ...] = (0.3, 0.5)  # shares of nearness that are wording
    neighbours: tuple[int, ...] = (8, 16)
    cuts: tuple[float, ...] = (1.0, 1.6)  # times the resolution
    large: int = 100  # posts from which a cluster is looked at for several stories
    apart: float = 0.5  # modularity within a cluster from which these are stories of their own
    most: int = 20_000  # posts in the graph; the rest joins the nearest cluster
    near: float = 0.3  # of the radius: a centroid as near as that is the same story
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
    """Of modularity: more posts tell more stories apart. 1 up to 250 posts, 2.9 for 1,500, at most 4.

    Near the best on the sample (144 and 258 conversations), StackOverflow, GoogleNews and
    banking77 (600 to 8,000 posts each).
    """
    return float(np.clip((posts / 250) ** 0.6, 1.0, 4.0))


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
    sampled = vectors[picked]
    wording = None if stems is None else wording_matrix([stems[i] for i in picked])
    labels = communities(sampled, wording, seed, rules)
    labels = _divided(labels, sampled, wording, seed, rules)
    home, centroids = _stories(sampled, labels, least, rules)
    homes = _nearest(vectors, centroids)
    homes[picked] = np.where(home >= 0, home, homes[picked])
    return _clusters(vectors, homes, centroids, rules)


def communities(
    vectors: Floats, wording: sparse.csr_matrix | None, seed: int, rules: Rules
) -> Ints:
    """(N,) community of each post: a cut of the graph of how often several cuts agree."""
    return _cut(_graphs(vectors, wording, rules), seed, rules)


def _graphs(
    vectors: Floats, wording: sparse.csr_matrix | None, rules: Rules
) -> list[sparse.csr_matrix]:
    shares = rules.wording if wording is not None else (0.0,)
    found = [neighbours(vectors, wording, share, max(rules.neighbours)) for share in shares]
    return [near.graph(count) for near, count in product(found, rules.neighbours)]


def _cut(graphs: Sequence[sparse.csr_matrix], seed: int, rules: Rules) -> Ints:
    cut = resolution(graphs[0].shape[0])
    settings = product(graphs, rules.cuts)
    cuts = [_leiden(g, cut * f, 1_000 * seed + i) for i, (g, f) in enumerate(settings)]
    return _leiden(_agreement(graphs, np.array(cuts)), cut, seed)


def _divided(
    labels: Ints, vectors: Floats, wording: sparse.csr_matrix | None, seed: int, rules: Rules
) -> Ints:
    """The labels with each large community cut again if, without what its posts share, it falls
    apart: one word («AI») can hold posts together that tell several stories.
    """
    labels = labels.copy()
    for label in np.flatnonzero(np.bincount(labels) >= rules.large):
        rows = np.flatnonzero(labels == label)
        inner = unit(vectors[rows] - vectors[rows].mean(0))
        graphs = _graphs(inner, None if wording is None else wording[rows], rules)
        parts = _cut(graphs, seed, rules)
        if get_modularity(graphs[0], parts) >= rules.apart:
            labels[rows] = labels.max() + 1 + parts
    return np.unique(labels, return_inverse=True)[1]


def _agreement(graphs: Sequence[sparse.csr_matrix], cuts: Ints) -> sparse.csr_matrix:
    """Neighbours in any graph, weighted by the squared share of cuts (R, N) that join them."""
    edges = sum(graphs[1:], graphs[0]).tocoo()
    agreed = np.zeros(len(edges.row))
    for labels in cuts:
        agreed += labels[edges.row] == labels[edges.col]
    weights = (agreed / len(cuts)) ** 2
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


def _stories(vectors: Floats, labels: Ints, least: int, rules: Rules) -> tuple[Ints, Floats]:
    """(N,) story of each post, -1: none, and (K, D) centroids: communities of `least` or more.

    Largest first; one that tells the same story as a larger one is part of it.
    """
    sizes = np.bincount(labels)
    home = np.full(len(labels), -1)
    kept: list[Floats] = []
    radii: list[float] = []
    for label in np.argsort(-sizes, kind="stable"):
        rows = np.flatnonzero(labels == label)
        if len(rows) < least:
            break
        centroid = unit(vectors[rows].mean(0, keepdims=True))[0]
        story = same_story(centroid, _stacked(kept, vectors), np.array(radii), rules.near)
        if story < 0:
            story = len(kept)
            kept.append(centroid)
            radii.append(_radius(1 - vectors[rows] @ centroid, rules))
        home[rows] = story
    return home, _stacked(kept, vectors)


def _stacked(rows: list[Floats], like: Floats) -> Floats:
    return np.array(rows, np.float32).reshape(len(rows), like.shape[1])


def _clusters(vectors: Floats, homes: Ints, centroids: Floats, rules: Rules) -> list[Cluster]:
    """The posts of each story that lie within its radius; largest first."""
    found = []
    for k in range(len(centroids)):
        rows = np.flatnonzero(homes == k)
        centroid = unit(vectors[rows].mean(0, keepdims=True))[0]
        distance = 1 - vectors[rows] @ centroid
        radius = _radius(distance, rules)
        order = np.argsort(distance, kind="stable")
        order = order[distance[order] <= radius]
        found.append(Cluster(rows[order], distance[order], centroid, radius))
    return sorted(found, key=lambda cluster: -len(cluster.members))


def _nearest(vectors: Floats, centroids: Floats) -> Ints:
    return nearest(vectors, centroids, np.full(len(centroids), np.inf, np.float32))[0]


def _radius(distances: Floats, rules: Rules) -> float:
    """Mean + 2.5 standard deviations of the members' distances, within bounds."""
    return float(np.clip(distances.mean() + 2.5 * distances.std(), rules.narrowest, rules.widest))
