"""The variance of a figure over authors and threads, from what each mention moves it by."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.authority.bootstrap import Floats, intersections
from pipeline.authority.intervals import share_interval

Keys = npt.NDArray[np.uint64]


def two_way(moved: Floats, rows: pd.DataFrame) -> float:
    """The variance of a sum of `moved` (N,), by `author_key` and `thread_key` of `rows`.

    Authors + threads - both (Cameron, Gelbach and Miller 2011), never less than either.
    """
    authors, threads = (
        rows[name].to_numpy(np.int64).view(np.uint64) for name in ("author_key", "thread_key")
    )
    keys = (authors, threads, intersections(authors, threads))
    author, thread, both = (_one_way(key, moved) for key in keys)
    return max(author + thread - both, author, thread)


def share_of(size: Floats, own: npt.NDArray[np.bool_], rows: pd.DataFrame) -> tuple[float, ...]:
    """What share of all `size` (N,) is `own` (N,), with its 95 % interval."""
    total = size.sum()
    share = float(size[own].sum() / total)
    trials = float(total**2 / (size**2).sum())  # Kish's effective number of mentions
    variance = max(two_way(size * (own - share) / total, rows), share * (1 - share) / trials)
    return share, *share_interval(share, variance, trials)


def _one_way(keys: Keys, moved: Floats) -> float:
    clusters, cluster = np.unique(keys, return_inverse=True)
    count = len(clusters)
    if count < 2:
        return 0.0
    return float((np.bincount(cluster, moved, count) ** 2).sum()) * count / (count - 1)
