"""The variance of a figure over authors and threads, from what each mention moves it by."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.authority.bootstrap import Floats, intersections
from pipeline.authority.intervals import share_interval

Index = npt.NDArray[np.intp]
Clusters = tuple[Index, Index, Index]


def clusters(rows: pd.DataFrame) -> Clusters:
    """Which author, thread, and both together each row is of, numbered from 0 on: (N,) each."""
    authors, threads = (
        rows[name].to_numpy(np.int64).view(np.uint64) for name in ("author_key", "thread_key")
    )
    author, thread, both = (
        np.unique(keys, return_inverse=True)[1]
        for keys in (authors, threads, intersections(authors, threads))
    )
    return author, thread, both


def clustered(moved: Floats, over: Clusters) -> float:
    """The variance of a sum of `moved` (N,), what each row moves it by; numbers may be left out.

    Authors + threads - both (Cameron, Gelbach and Miller 2011), never less than either.
    """
    author, thread, both = (float((np.bincount(number, moved) ** 2).sum()) for number in over)
    return max(author + thread - both, author, thread)


def two_way(moved: Floats, rows: pd.DataFrame) -> float:
    """The same by `author_key` and `thread_key` of `rows`, corrected for few clusters."""
    author, thread, both = (_one_way(number, moved) for number in clusters(rows))
    return max(author + thread - both, author, thread)


def share_of(size: Floats, own: npt.NDArray[np.bool_], rows: pd.DataFrame) -> tuple[float, ...]:
    """What share of all `size` (N,) is `own` (N,), with its 95 % interval."""
    total = size.sum()
    share = float(size[own].sum() / total)
    trials = float(total**2 / (size**2).sum())  # Kish's effective number of mentions
    variance = max(two_way(size * (own - share) / total, rows), share * (1 - share) / trials)
    return share, *share_interval(share, variance, trials)


def _one_way(number: Index, moved: Floats) -> float:
    count = int(number.max(initial=-1)) + 1
    if count < 2:
        return 0.0
    return float((np.bincount(number, moved, count) ** 2).sum()) * count / (count - 1)
