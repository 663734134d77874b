"""The exact nearest neighbours of every post, in blocks, as a weighted graph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.topics.space import Floats

BLOCK = 2_048  # rows at once: 160 MB of similarities at 20,000 posts


def neighbour_graph(vectors: Floats, neighbours: int) -> sparse.csr_matrix:
    """(N, N) symmetric: the cosine of each post with its `neighbours` nearest, either way."""
    count = len(vectors)
    nearest = min(neighbours, count - 1)
    found = [_block(vectors, start, nearest) for start in range(0, count, BLOCK)]
    columns = np.concatenate([rows for rows, _ in found]).ravel()
    weights = np.concatenate([similar for _, similar in found]).ravel()
    starts = np.arange(0, count * nearest + 1, nearest)
    graph = sparse.csr_matrix((np.maximum(weights, 1e-6), columns, starts), shape=(count, count))
    return graph.maximum(graph.T).tocsr()


def _block(vectors: Floats, start: int, nearest: int) -> tuple[NDArray[np.int64], Floats]:
    """The neighbours of the rows from `start` on, nearest first; ties by row number."""
    similar = vectors[start : start + BLOCK] @ vectors.T
    own = np.arange(len(similar))
    similar[own, start + own] = -2
    picked = np.argpartition(-similar, nearest - 1, axis=1)[:, :nearest]
    return picked, np.take_along_axis(similar, picked, axis=1)
