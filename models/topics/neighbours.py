"""The exact nearest neighbours of every post, in blocks, and graphs of them.

Nearness is meaning (the encoder's cosine) and partly wording (TF-IDF): the encoder takes all
complaints about food for one, the words tell cold boxes from missing items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from models.topics.space import Floats

_BLOCK = 2_048  # rows at once: 160 MB of similarities at 20,000 posts


@dataclass(frozen=True)
class Neighbours:
    """rows (N, K): each post's nearest, the nearest first. near (N, K): how near, at most 1."""

    rows: NDArray[np.int64]
    near: Floats

    def graph(self, count: int) -> sparse.csr_matrix:
        """(N, N) symmetric: the nearness of each post to its `count` nearest, either way."""
        posts, most = self.rows.shape
        count = min(count, most)
        # Leiden divides by the sum of weights: in float32 its gains drown in rounding.
        weights = np.maximum(self.near[:, :count].ravel().astype(np.float64), 1e-6)
        starts = np.arange(0, posts * count + 1, count)
        columns = self.rows[:, :count].ravel()
        directed = sparse.csr_matrix((weights, columns, starts), shape=(posts, posts))
        return directed.maximum(directed.T).tocsr()


def wording_matrix(stems: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    """(N, V) unit rows of TF-IDF over each post's telling words; rare and common words left out."""
    weigh = TfidfVectorizer(
        analyzer=list, min_df=2, max_df=0.3, sublinear_tf=True, dtype=np.float32
    )
    try:
        return weigh.fit_transform(stems).tocsr()
    except ValueError:  # no word is left: wording tells nothing apart
        return sparse.csr_matrix((len(stems), 1), dtype=np.float32)


def neighbours(
    vectors: Floats, wording: sparse.csr_matrix | None, share: float, count: int
) -> Neighbours:
    """The `count` nearest of each post; `share` of nearness is wording, the rest meaning."""
    most = min(count, len(vectors) - 1)
    starts = range(0, len(vectors), _BLOCK)
    blocks = [_block(vectors, wording, share, start, most) for start in starts]
    rows = np.concatenate([rows for rows, _ in blocks])
    return Neighbours(rows, np.concatenate([near for _, near in blocks]))


def _block(
    vectors: Floats, wording: sparse.csr_matrix | None, share: float, start: int, most: int
) -> tuple[NDArray[np.int64], Floats]:
    similar = vectors[start : start + _BLOCK] @ vectors.T
    if wording is not None:
        similar *= 1 - share
        similar += share * (wording[start : start + _BLOCK] @ wording.T).toarray()
    own = np.arange(len(similar))
    similar[own, start + own] = -2
    picked = np.argpartition(-similar, most - 1, axis=1)[:, :most]
    near = np.take_along_axis(similar, picked, axis=1)
    order = np.lexsort((picked, -near), axis=1)
    return np.take_along_axis(picked, order, axis=1), np.take_along_axis(near, order, axis=1)
