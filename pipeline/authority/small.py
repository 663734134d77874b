"""What few or uneven clusters do to an interval, and the correction for it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from pipeline.authority.bootstrap import Floats, Keys

_MOST: Final = 2.0  # beyond it the clusters are too few for any correction to be trusted


@dataclass(frozen=True)
class SmallSample:
    """Factors on the variances over authors and threads, and the quantile for the interval.

    `clusters` is the effective number of authors or threads, whichever is smaller.
    """

    authors: float
    threads: float
    clusters: float
    quantile: float


def concentration(keys: Keys, source: npt.NDArray[np.intp], sources: int) -> Floats:
    """Σ m² and Σ m³ over the clusters of each source, m a cluster's share of it: (sources, 2)."""
    clusters, sizes = np.unique(
        np.stack([source.astype(np.uint64), keys]), axis=1, return_counts=True
    )
    where = clusters[0].astype(np.intp)
    share = sizes / np.bincount(where, sizes, sources)[where] if sizes.size else sizes
    powers = [np.bincount(where, share**power, sources) for power in (2, 3)]
    return np.stack(powers, axis=1).astype(np.float64)


def small_sample(authors: Floats, threads: Floats, shares: Floats) -> SmallSample:
    """The correction for a figure whose sources weigh `shares` (S,); see `concentration`.

    A large cluster pulls the estimate to itself, so residuals show too little. If cluster means
    vary by σ², the true variance is σ² Σ m² and the expected estimate σ² (Σ m² + (Σ m²)² - 2 Σ m³)
    within a source: their ratio is the factor (the idea of CR2, Bell and McCaffrey 2002). The
    quantile is Student's with the effective number of clusters less one.
    """
    (of_authors, effective_authors), (of_threads, effective_threads) = (
        _correction(kind, shares) for kind in (authors, threads)
    )
    clusters = min(effective_authors, effective_threads)
    freedom = max(clusters - 1.0, 1.0)
    return SmallSample(of_authors, of_threads, clusters, float(student.ppf(0.975, freedom)))


def _correction(sums: Floats, shares: Floats) -> tuple[float, float]:
    second, third = sums[:, 0], sums[:, 1]
    true = float((shares**2 * second).sum())
    shown = float((shares**2 * (second + second**2 - 2 * third)).sum())
    if true <= 0:
        return 1.0, 0.0
    return min(true / max(shown, true / _MOST), _MOST), 1 / true
