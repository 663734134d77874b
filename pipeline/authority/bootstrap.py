"""Two-way cluster bootstrap: how far a figure would move with other authors and other threads.

Mentions of one author, and mentions in one thread, are not independent. Three Bayesian bootstraps
(every cluster gets a multiplier drawn from Exp(1); Rubin 1981) run over authors, over threads, and
over their intersections, and their variances combine as authors + threads - intersections
(Cameron, Gelbach and Miller 2011, "Robust inference with multiway clustering"). That is exact in
the limit, where multiplying both draws (the pigeonhole bootstrap) triples the variance of mentions
that share neither author nor thread.

A multiplier depends on the cluster's key and the seed alone: an author weighs the same in every
week, so changes keep their covariance, and a new post never changes the interval of another week.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]

KINDS: Final = ("author", "thread", "both")
_BLOCK: Final = 4096  # clusters at a time: 16 MB of multipliers
_QUANTILES: Final = -np.log((np.arange(65_536) + 0.5) / 65_536)
_EXPONENTIAL: Final = (_QUANTILES / _QUANTILES.mean()).astype(np.float32)


@dataclass(frozen=True)
class Bootstrap:
    """How many replicates, and from which seed."""

    replicates: int = 1000
    seed: int = 0


def multipliers(keys: Keys, how: Bootstrap) -> npt.NDArray[np.float32]:
    """Exp(1) multipliers of each cluster in each replicate: (clusters, replicates)."""
    draws = -(-how.replicates // 4)  # a hash of 64 bits makes four draws of 16
    numbers = np.arange(draws, dtype=np.uint64) + np.uint64(how.seed << 32)
    hashes = _mix(keys[:, None] ^ _mix(numbers)[None, :])  # (G, draws)
    drawn: npt.NDArray[np.float32] = _EXPONENTIAL[hashes.view(np.uint16)[:, : how.replicates]]
    return drawn


def intersections(authors: Keys, threads: Keys) -> Keys:
    """Keys of the clusters that share both author and thread."""
    return _mix(authors ^ _mix(threads))


def resampled_sums(
    values: Floats, cells: npt.NDArray[np.intp], count: int, keys: Keys, how: Bootstrap
) -> npt.NDArray[np.float32]:
    """Sums of `values` (statistics, mentions) by cell, once a replicate: (statistics, count, R)."""
    clusters, cluster = np.unique(keys, return_inverse=True)
    statistics, mentions = values.shape
    row = (np.arange(statistics)[:, None] * count + cells[None, :]).ravel()
    column = np.broadcast_to(cluster, (statistics, mentions)).ravel()
    table = sparse.csc_array(
        (values.ravel().astype(np.float32), (row, column)),
        shape=(statistics * count, len(clusters)),
    )
    sums = np.zeros((statistics * count, how.replicates), np.float32)
    for start in range(0, len(clusters), _BLOCK):
        block = slice(start, start + _BLOCK)
        sums += table[:, block].tocsr() @ multipliers(clusters[block], how)
    return sums.reshape(statistics, count, how.replicates)


def two_way_variance(replicates: Floats, authors: float = 1.0, threads: float = 1.0) -> Floats:
    """The variance of figures (…, 3 R): replicates over authors, threads, intersections.

    `authors` and `threads` correct the first two for few clusters (`small.SmallSample`). Where the
    combination would fall below one of them, the larger of the two stands.
    """
    by_kind = replicates.reshape(*replicates.shape[:-1], len(KINDS), -1).var(axis=-1, ddof=1)
    author, thread, both = (by_kind[..., kind] for kind in range(len(KINDS)))
    author, thread = author * authors, thread * threads
    combined: Floats = np.maximum(author + thread - both, np.maximum(author, thread))
    return combined


def _mix(numbers: Keys) -> Keys:
    """splitmix64 (Steele, Lea and Flood 2014): a bijection that scatters neighbours."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
