"""The exact nearest neighbours of every post, in blocks, and graphs of them.

Nearness is meaning (the encoder's cosine) and partly wording (TF-IDF): the encoder takes all
complaints about food for one, the words tell cold boxes from missing items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from models.topics.space import Floats

_BLOCK: Final = 2_048  # rows at once: 160 MB of similarities at 20,000 posts
_ITSELF: Final = -4.0  # farther than any other post, whatever words a post shares with itself


@dataclass(frozen=True)
class Neighbours:
    """rows (N, K): each post's nearest, the nearest first. near (N, K): how near, at most 1."""

    rows: NDArray[np.int64]
    near: Floats

    def graph(self, count: int) -> sparse.csr_matrix:
        """(N, N) symmetric: the nearness of each post to its `count` nearest, either way."""
        posts, most = self.rows.shape
        count = min(count, most)
        # Louvain divides by the sum of weights: in float32 its gains drown in rounding.
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
    vectors: Floats, wording: sparse.csr_matrix | None, shares: Sequence[float], count: int
) -> list[Neighbours]:
    """The `count` nearest of each post, for each share of nearness that is wording.

    The rest of it is meaning; shares are below 1. Without `wording` all of it is meaning.
    """
    most = min(count, len(vectors) - 1)
    starts = range(0, len(vectors), _BLOCK)
    blocks = [list(_block(vectors, wording, shares, start, most)) for start in starts]
    return [
        Neighbours(*(np.concatenate(part) for part in zip(*found, strict=True)))
        for found in zip(*blocks, strict=True)
    ]


def _block(
    vectors: Floats,
    wording: sparse.csr_matrix | None,
    shares: Sequence[float],
    start: int,
    most: int,
) -> Iterator[tuple[NDArray[np.int64], Floats]]:
    """The nearest of some posts, and how near they are, share by share.

    Wording is added where posts have words in common, which is seldom, and meaning stays as it is:
    so the likenesses of all are gone over once.
    """
    similar = vectors[start : start + _BLOCK] @ vectors.T
    own = np.arange(len(similar))
    similar[own, start + own] = _ITSELF
    words = None if wording is None else (wording[start : start + _BLOCK] @ wording.T).tocoo()
    added = 0.0
    for share in shares:
        if words is not None:
            weight = share / (1 - share)
            similar[words.coords] += np.float32(weight - added) * words.data
            added = weight
        near, rows = torch.topk(torch.from_numpy(similar), most)
        yield rows.numpy(), near.numpy() * np.float32(1 / (1 + added))
