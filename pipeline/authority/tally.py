"""All narratives of a week at once: their shares of the posts, their tones, and the intervals.

Mentions of one author and of one thread are not independent. Variances are clustered over both
(Cameron, Gelbach and Miller 2011), here in closed form, for the influences of a share and of a mean
are sums of counts by cluster: a thousand narratives cost little more than one.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.special import stdtrit

from pipeline.authority.bootstrap import Floats, Keys, intersections
from pipeline.authority.change import Change, Ends, difference
from pipeline.authority.intervals import share_interval
from pipeline.authority.small import ALIKE, ENOUGH
from pipeline.telling import MINIMUM_N

Stories = npt.NDArray[np.int64]  # ids of narratives, ascending
_CORRELATED: Final = 0.9  # at most: a correlation that few clusters show is itself uncertain


@dataclass(frozen=True)
class Clusters:
    """Authors, threads or both of a week: (G,) keys and posts, (G, K) sums by narrative."""

    keys: Keys
    size: Floats
    told: sparse.csr_array
    scored: sparse.csr_array
    tones: sparse.csr_array

    @property
    def kish(self) -> float:
        """How many clusters of equal size would tell as much."""
        return float(self.size.sum() ** 2 / max((self.size**2).sum(), 1.0))


@dataclass(frozen=True)
class Tally:
    """What is counted of a week: `n` posts in all; of each narrative (K,) posts, scored, tones."""

    n: int
    posts: Floats
    scored: Floats
    tones: Floats
    by: tuple[Clusters, Clusters, Clusters]  # authors, threads, both

    @classmethod
    def of(cls, rows: pd.DataFrame, stories: Stories) -> "Tally":
        """The tally of counted facts."""
        story = rows["narrative_id"].to_numpy(np.float64, na_value=-1.0).astype(np.int64)
        tone = rows["tone"].to_numpy(np.float64)
        told = (story >= 0).astype(np.float64)
        scored = told * (~np.isnan(tone) & (rows["voice"] != "brand").to_numpy())
        values = np.stack([told, scored, scored * np.nan_to_num(tone)])  # (3, N)
        column = np.searchsorted(stories, story)
        here = story >= 0
        sums = [_sums(column[here], row[here], len(stories)) for row in values]
        keys = [rows[name].to_numpy(np.int64).view(np.uint64) for name in _KEYS]
        kinds = (*keys, intersections(*keys))
        by = [_clusters(kind, values, column, len(stories)) for kind in kinds]
        return cls(len(rows), sums[0], sums[1], sums[2], (by[0], by[1], by[2]))

    @property
    def shares(self) -> Floats:
        """Each narrative's share of the posts (K,)."""
        share: Floats = self.posts / max(self.n, 1)
        return share

    @property
    def quantile(self) -> float:
        """Student's, for variances that few clusters show."""
        clusters = min(kind.kish for kind in self.by[:2])
        return float(stdtrit(max(clusters, ENOUGH) - 1, 0.975))

    def trials(self, n: float) -> float:
        """How many independent posts `n` posts of this week are worth where all are alike."""
        return n / (1 + ALIKE * sum(max(self.n / kind.kish - 1, 0.0) for kind in self.by[:2]))


_KEYS: Final = ("author_key", "thread_key")


def share_changes(before: Tally, now: Tally) -> list[Change]:
    """Of each narrative's share, on the week before (MOVER, as `change.change`)."""
    tallies = before, now
    variances = [_two_way(_joint(one, one)) for one in tallies]
    joint = _joint(before, now)
    scale = np.sqrt(variances[0] * variances[1])
    alike = np.divide(joint[0] + joint[1] - joint[2], scale, where=scale > 0, out=0 * scale)
    ends = [_share_ends(*each) for each in zip(tallies, variances, strict=True)]
    return [
        difference(was, then, float(r))
        for was, then, r in zip(*ends, np.clip(alike, 0, _CORRELATED), strict=True)
    ]


def tones(now: Tally) -> list[Ends | None]:
    """Each narrative's net sentiment with its interval; None below MINIMUM_N scored posts."""
    mean = now.tones / np.maximum(now.scored, 1)
    parts = []
    for kind in now.by:
        count, total = kind.scored, kind.tones
        clusters = np.asarray((count > 0).sum(axis=0))
        moved = (
            _squares(total, total) - 2 * mean * _squares(total, count)
            + mean**2 * _squares(count, count)
        )  # fmt: skip
        parts.append(moved * clusters / np.maximum(clusters - 1, 1))
    variance = _two_way(np.stack(parts)) / np.maximum(now.scored, 1) ** 2
    return [
        _tone_ends(now, *each) if each[0] >= MINIMUM_N else None
        for each in zip(now.scored.tolist(), mean.tolist(), variance.tolist(), strict=True)
    ]


def _sums(column: npt.NDArray[np.intp], weights: Floats, count: int) -> Floats:
    return np.bincount(column, weights, count).astype(np.float64)


def _clusters(kind: Keys, values: Floats, column: npt.NDArray[np.intp], count: int) -> Clusters:
    keys, place = np.unique(kind, return_inverse=True)
    tables = []
    for row in values:
        kept = row != 0
        at = (place[kept], column[kept])
        tables.append(sparse.coo_array((row[kept], at), shape=(len(keys), count)).tocsr())
    size = np.bincount(place, minlength=len(keys)).astype(np.float64)
    return Clusters(keys, size, tables[0], tables[1], tables[2])


def _joint(one: Tally, other: Tally) -> Floats:
    """The (co)variances of two weeks' shares by kind of cluster: (3, K)."""
    p, q = one.shares, other.shares
    found = []
    for first, second in zip(one.by, other.by, strict=True):
        _, i, j = np.intersect1d(first.keys, second.keys, assume_unique=True, return_indices=True)
        c, d, m, k = first.told[i], second.told[j], first.size[i], second.size[j]
        moved = _squares(c, d) - q * (c.T @ k) - p * (d.T @ m) + p * q * (m @ k)
        found.append(moved / max(one.n * other.n, 1))
    return np.stack(found)


def _squares(one: sparse.csr_array, other: sparse.csr_array) -> Floats:
    return np.asarray(one.multiply(other).sum(axis=0), np.float64).ravel()


def _two_way(by_kind: Floats) -> Floats:
    author, thread, both = by_kind
    combined: Floats = np.maximum(author + thread - both, np.maximum(author, thread))
    return np.maximum(combined, 0.0)


def _share_ends(tally: Tally, variances: Floats) -> list[Ends]:
    found = []
    for share, variance in zip(tally.shares.tolist(), variances.tolist(), strict=True):
        least = max(variance, share * (1 - share) / max(tally.n, 1))
        low, high = share_interval(share, least, tally.trials(tally.n), tally.quantile)
        found.append((low, share, high))
    return found


def _tone_ends(tally: Tally, n: float, mean: float, variance: float) -> Ends:
    half = (mean + 1) / 2
    low, high = share_interval(half, variance / 4, tally.trials(n), tally.quantile)
    return 2 * low - 1, mean, 2 * high - 1
