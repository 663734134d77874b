"""A window of mentions summed into cells, with its bootstrap replicates beside the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.authority.bootstrap import (
    KINDS,
    Bootstrap,
    Floats,
    Keys,
    intersections,
    resampled_sums,
)
from pipeline.authority.facts import VOICES, judged, spoken
from pipeline.authority.small import concentration

Index = npt.NDArray[np.intp]

NO_NARRATIVE: Final = -1
CUSTOMER: Final = VOICES.index("customer")
COUNT, HEARD, SCORED, TONE = range(4)


@dataclass(frozen=True)
class Clusters:
    """How concentrated each source is on few authors and few threads (`small.concentration`)."""

    authors: Floats  # (S, 2)
    threads: Floats  # (S, 2)


@dataclass(frozen=True)
class Cells:
    """Sums by source, narrative, voice (its place in VOICES), direct reply and model: C cells.

    `sums` is (4, C, 1 + 3 R): counts and heard weights of customers and the brand, scored and tone
    of everybody but the brand; first the sum as it is, then R replicates each over authors, threads
    and their intersections. `heard_squares` and `polar` (mentions that are not neutral), both (C,),
    serve the variances within a cell. `spoken` and `judged` are the clusters of the first two sums
    and of the other two.
    """

    source: Index
    narrative: Index
    voice: Index
    direct: npt.NDArray[np.bool_]
    model: npt.NDArray[np.str_]  # that judged the tones; "": a person, or nobody
    sums: Floats
    heard_squares: Floats
    polar: Floats
    spoken: Clusters
    judged: Clusters


def cells(rows: pd.DataFrame, sources: Sequence[str], how: Bootstrap) -> Cells:
    """The cells of `rows`, mentions that count (`facts.counted`), of these sources and no other."""
    source = pd.Index(list(sources), dtype="str").get_indexer(pd.Index(rows["source"]))
    rows, source = rows[source >= 0], source[source >= 0]
    models, model = np.unique(rows["model"].fillna("").to_numpy(np.str_), return_inverse=True)
    labels = np.stack(
        [
            source,
            rows["narrative"].fillna(NO_NARRATIVE).to_numpy(np.int64),
            pd.Index(VOICES).get_indexer(pd.Index(rows["voice"])),
            rows["direct_reply"].to_numpy(np.int64),
            model,
        ]
    )
    kinds, cell = _kinds(labels)
    values = _statistics(rows)
    polar = (values[TONE] != 0).astype(np.float64)
    authors, threads = _keys(rows, "author_key"), _keys(rows, "thread_key")
    return Cells(
        source=kinds[0],
        narrative=kinds[1],
        voice=kinds[2],
        direct=kinds[3].astype(bool),
        model=models[kinds[4]],
        sums=_with_replicates(values, cell, (authors, threads), how),
        heard_squares=_sums(cell, values[HEARD] ** 2, kinds.shape[1]),
        polar=_sums(cell, polar, kinds.shape[1]),
        spoken=_clusters(spoken(rows), authors, threads, source, len(sources)),
        judged=_clusters(judged(rows), authors, threads, source, len(sources)),
    )


def _kinds(labels: Index) -> tuple[Index, Index]:
    """The different columns of (5, N) labels in order, and which of them each column is.

    As `np.unique` along an axis, but of one number a column, which it sorts much faster.
    """
    least = labels.min(axis=1, initial=0, keepdims=True)
    sizes = (labels - least).max(axis=1, initial=0) + 1
    number = np.ravel_multi_index(tuple(labels - least), tuple(sizes))
    _, first, cell = np.unique(number, return_index=True, return_inverse=True)
    return labels[:, first], cell


def _statistics(rows: pd.DataFrame) -> Floats:
    speaks, scored = spoken(rows).to_numpy(np.float64), judged(rows).to_numpy(np.float64)
    heard, tone = rows["heard"].to_numpy(np.float64), rows["tone"].fillna(0.0)
    return np.stack([speaks, speaks * heard, scored, scored * tone.to_numpy(np.float64)])


def _clusters(
    which: "pd.Series[bool]", authors: Keys, threads: Keys, source: Index, sources: int
) -> Clusters:
    chosen = which.to_numpy()
    return Clusters(
        *(concentration(keys[chosen], source[chosen], sources) for keys in (authors, threads))
    )


def _keys(rows: pd.DataFrame, column: str) -> Keys:
    return rows[column].to_numpy(np.int64).view(np.uint64)


def _with_replicates(
    values: Floats, cell: Index, clusters: tuple[Keys, Keys], how: Bootstrap
) -> Floats:
    """(4, C, 1 + 3 R): the sums, then their replicates in the order of bootstrap.KINDS."""
    count = int(cell.max()) + 1 if cell.size else 0
    authors, threads = clusters
    sums = np.empty((len(values), count, 1 + len(KINDS) * how.replicates))
    for statistic, value in enumerate(values):
        sums[statistic, :, 0] = _sums(cell, value, count)
    for kind, keys in enumerate((authors, threads, intersections(authors, threads))):
        start = 1 + kind * how.replicates
        sums[:, :, start : start + how.replicates] = resampled_sums(values, cell, count, keys, how)
    return sums


def _sums(cell: Index, values: Floats, count: int) -> Floats:
    return np.bincount(cell, values, count).astype(np.float64)
