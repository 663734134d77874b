"""Jensen-Shannon divergence of two distributions at equal sample sizes, without drawing samples.

A divergence of counts grows as the counts shrink, so every week of either voice is rarefied to the
same few mentions (Hurlbert 1971): `DRAWS` of them, without replacement. What the divergence is on
average over all such draws is a sum over narratives of a function of their hypergeometric chances,
so it is reckoned exactly, and it estimates the same of the whole population without bias
(a U-statistic, Hoeffding 1948).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

DRAWS: Final = 5

_OF_MEAN: Final = np.arange(2 * DRAWS + 1) / (2 * DRAWS)
_OF_ONE: Final = np.arange(DRAWS + 1) / DRAWS


def _surprise(share: Floats) -> Floats:
    """-p log2 p, 0 at 0: bits."""
    bits: Floats = -share * np.log2(np.where(share > 0, share, 1.0))
    return bits


_HALF: Final = _surprise(_OF_ONE) / 2
_PAIR: Final = _surprise(_OF_MEAN)[np.add.outer(np.arange(DRAWS + 1), np.arange(DRAWS + 1))]


def chances(counts: Counts, total: Counts) -> Floats:
    """The chances that 0, 1, … DRAWS of the drawn mentions are a narrative's: (…, DRAWS + 1).

    `counts` (…) of the `total` (…, broadcast to it) mentions are; nothing is drawn from fewer than
    DRAWS.
    """
    drawn = np.arange(DRAWS + 1)
    inside, outside = counts[..., None], (total - counts)[..., None]
    most = max(int(counts.max(initial=0)), int(total.max(initial=0)), DRAWS)
    logs = np.concatenate([[0.0], np.log(np.arange(1, most + 1)).cumsum()])

    def choose(among: Counts, some: Counts) -> Floats:
        left = among - some
        ways = logs[among] - logs[some] - logs[np.maximum(left, 0)]
        return np.where(left >= 0, ways, -np.inf)

    ways = choose(inside, drawn) + choose(outside, DRAWS - drawn)
    hypergeometric: Floats = np.exp(ways - choose(np.asarray(total)[..., None], np.array(DRAWS)))
    return hypergeometric


def slope(other: Floats) -> Floats:
    """What each chance adds to the divergence from `other` (…, K, DRAWS + 1), which adds its own.

    D(x, other) = Σ x · slope(other) - Σ other · _HALF, a bilinear form of the chances.
    """
    bits: Floats = other @ _PAIR - _HALF
    return bits


def divergences(one: Floats, other: Floats) -> Floats:
    """D of each week of `one` (A, K, DRAWS + 1) and each of `other` (B, …), in bits: (A, B)."""
    joint = np.tensordot(one, slope(other), axes=([1, 2], [1, 2]))
    bits: Floats = joint - (other @ _HALF).sum(axis=1)[None, :]
    return bits
