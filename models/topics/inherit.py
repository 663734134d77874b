"""After all posts were clustered again: which old narrative each cluster goes on as."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Ints = NDArray[np.int64]
NONE = -1
_LIKE = 1 / 3  # share of the cluster's or the narrative's posts that both must have


@dataclass(frozen=True)
class Heritage:
    """heir: (K,) the narrative that each cluster goes on as, NONE: it is a new one.

    origin: (K,) the narrative that most of a new cluster's posts left, NONE: it is born.
    ended: narrative to the cluster that took most of its posts, where none goes on as it.
    """

    heir: Ints
    origin: Ints
    ended: dict[int, int]


def inherit(old: Ints, new: Ints, clusters: int, held: Collection[int] = ()) -> Heritage:
    """old (N,): each post's narrative, NONE: none. new (N,): its cluster 0 … K-1, NONE: none.

    A cluster goes on as the narrative it shares most posts with, one to one. What a person has
    merged (`held`) is not taken apart again: all clusters mostly from it go on as it.
    """
    both = (old != NONE) & (new != NONE)
    narratives, place = np.unique(old[both], return_inverse=True)
    shared = np.zeros((len(narratives), clusters), np.int64)
    np.add.at(shared, (place, new[both]), 1)
    heir = np.full(clusters, NONE)
    for row, cluster in zip(*linear_sum_assignment(-shared), strict=True):
        if _alike(shared, row, cluster):
            heir[cluster] = narratives[row]
    origin = np.full(clusters, NONE)
    for cluster in np.flatnonzero(shared.sum(0)):
        row = int(shared[:, cluster].argmax())
        if shared[row, cluster] * 2 > shared[:, cluster].sum():
            origin[cluster] = narratives[row]
    kept = np.isin(origin, list(held))
    heir[kept] = origin[kept]
    ended = {
        int(key): int(shared[row].argmax()) for row, key in enumerate(narratives) if key not in heir
    }
    return Heritage(heir, np.where(heir == NONE, origin, NONE), ended)


def _alike(shared: Ints, row: int, cluster: int) -> bool:
    common = shared[row, cluster]
    smaller = min(shared[row].sum(), shared[:, cluster].sum())
    return bool(common > 0 and common >= _LIKE * smaller)
