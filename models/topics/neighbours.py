"""The exact nearest neighbours of every post, in blocks, as a weighted graph.

Nearness is mostly meaning (the encoder's cosine) and partly wording (TF-IDF): the encoder takes
all complaints about food for one, the words tell cold boxes from missing items. On the sample the
mix raises ARI from 0.64 to 0.75; on titles and queries it costs or gains 0.02.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from models.topics.space import Floats

BLOCK = 2_048  # rows at once: 160 MB of similarities at 20,000 posts
WORDING = 0.4  # how much of nearness is wording


def wording_matrix(stems: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    """(N, V) unit rows of TF-IDF over each post's telling words; rare and common words left out."""
    least = 2 if len(stems) > 2 else 1
    weigh = TfidfVectorizer(
        analyzer=list, min_df=least, max_df=0.3, sublinear_tf=True, dtype=np.float32
    )
    try:
        return weigh.fit_transform(stems).tocsr()
    except ValueError:  # no word is shared: wording tells nothing apart
        return sparse.csr_matrix((len(stems), 1), dtype=np.float32)


def neighbour_graph(
    vectors: Floats, wording: sparse.csr_matrix | None, neighbours: int
) -> sparse.csr_matrix:
    """(N, N) symmetric: the nearness of each post to its `neighbours` nearest, either way."""
    count = len(vectors)
    nearest = min(neighbours, count - 1)
    found = [_block(vectors, wording, start, nearest) for start in range(0, count, BLOCK)]
    columns = np.concatenate([rows for rows, _ in found]).ravel()
    weights = np.concatenate([similar for _, similar in found]).ravel()
    starts = np.arange(0, count * nearest + 1, nearest)
    graph = sparse.csr_matrix((np.maximum(weights, 1e-6), columns, starts), shape=(count, count))
    return graph.maximum(graph.T).tocsr()


def _block(
    vectors: Floats, wording: sparse.csr_matrix | None, start: int, nearest: int
) -> tuple[NDArray[np.int64], Floats]:
    """The neighbours of the rows from `start` on, and how near they are."""
    similar = vectors[start : start + BLOCK] @ vectors.T
    if wording is not None:
        similar *= 1 - WORDING
        similar += WORDING * (wording[start : start + BLOCK] @ wording.T).toarray()
    own = np.arange(len(similar))
    similar[own, start + own] = -2
    picked = np.argpartition(-similar, nearest - 1, axis=1)[:, :nearest]
    return picked, np.take_along_axis(similar, picked, axis=1)
