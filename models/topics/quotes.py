"""Three posts that speak for a group: typical, different from each other, good to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.topics.space import Floats

COUNT = 3
_DIFFERENT = 0.5  # what likeness to a chosen quote costs, against likeness to the group
_READABLE = (50, 280)  # characters


@dataclass(frozen=True)
class Candidates:
    """Posts of one group: vectors (N, D) unit, texts, who wrote them, and what each has to offer.

    merit (N,): added to the likeness, e.g. 0.1 for a customer's post or one with a key phrase.
    """

    vectors: Floats
    texts: Sequence[str]
    authors: Sequence[str | None]
    merit: Floats


def quotes(candidates: Candidates, centroid: Floats, count: int = COUNT) -> list[int]:
    """Rows of the chosen posts, best first; by different authors, or fewer than `count`.

    Maximal marginal relevance: Carbonell & Goldstein 1998.
    """
    worth = candidates.vectors @ centroid + candidates.merit + _ease(candidates.texts)
    chosen: list[int] = []
    open_rows = np.ones(len(worth), bool)
    for _ in range(min(count, len(worth))):
        likeness = _likeness(candidates.vectors, chosen)
        gain = np.where(open_rows, worth - _DIFFERENT * likeness, -np.inf)
        best = int(np.argmax(gain))
        if not np.isfinite(gain[best]):
            break
        chosen.append(best)
        open_rows &= _others(candidates, best, likeness=0.9)
    return chosen


def _likeness(vectors: Floats, chosen: list[int]) -> Floats:
    if not chosen:
        return np.zeros(len(vectors), np.float32)
    return np.asarray((vectors @ vectors[chosen].T).max(1))


def _others(candidates: Candidates, row: int, likeness: float) -> NDArray[np.bool_]:
    """Rows by another author that do not say the very same."""
    author = candidates.authors[row]
    apart: NDArray[np.bool_] = candidates.vectors @ candidates.vectors[row] < likeness
    apart[row] = False
    apart &= np.array([author is None or other != author for other in candidates.authors])
    return apart


def _ease(texts: Sequence[str]) -> Floats:
    """Zero for a length that reads well, less the further off: -0.15 at twice the longest."""
    lengths = np.array([max(len(text), 1) for text in texts], np.float64)
    short = np.minimum(0, np.log2(lengths / _READABLE[0]))
    long = np.minimum(0, np.log2(_READABLE[1] / lengths))
    return np.asarray(0.15 * (short + long), dtype=np.float32)
