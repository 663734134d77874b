"""What few or uneven clusters do to an interval, and the correction for it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit  # Student's quantile; scipy.stats takes a second to import

from pipeline.authority.bootstrap import Floats, Keys, intersections

# Below it resampling cannot tell how alike the mentions of one cluster are; then they are taken to
# correlate by ALIKE, what the tone of posts in one Reddit thread was measured to (0.05).
ENOUGH: Final = 8.0
ALIKE: Final = 0.05
_MOST: Final = 2.0  # beyond it the clusters are too few for any correction to be trusted


@dataclass(frozen=True)
class SmallSample:
    """How the variances of a figure are corrected, and how wide its interval reaches.

    `authors`, `threads`: factors on the variances over them. `design`: the factor on the variance
    of independent mentions that ALIKE implies. `few`: whether there are fewer clusters than
    ENOUGH. `trials`: the independent mentions that would tell as much. `quantile`: Student's.
    """

    authors: float
    threads: float
    design: float
    few: bool
    trials: float
    quantile: float

    def variance(self, resampled: float, independent: float) -> float:
        """The larger of the resampled variance and of what independent mentions would have."""
        return max(resampled, independent * (self.design if self.few else 1.0))


def concentration(keys: Keys, source: npt.NDArray[np.intp], sources: int) -> Floats:
    """Σ m² and Σ m³ over the clusters of each source, m a cluster's share of it: (sources, 2)."""
    apart = intersections(keys, source.astype(np.uint64))
    _, first, sizes = np.unique(apart, return_index=True, return_counts=True)
    where = source[first]
    share = sizes / np.bincount(where, sizes, sources)[where] if sizes.size else sizes
    powers = [np.bincount(where, share**power, sources) for power in (2, 3)]
    return np.stack(powers, axis=1).astype(np.float64)


def small_sample(authors: Floats, threads: Floats, shares: Floats, n: Floats) -> SmallSample:
    """The correction for a figure whose sources weigh `shares` (S,) and hold `n` (S,) mentions.

    `authors` and `threads` are their `concentration`. Clusters of equal size 1 / Σ m² in number
    would tell as much (Kish). The quantile is Student's with one less, and never less than ENOUGH.
    """
    independent = float((shares**2 / np.where(n > 0, n, 1.0))[n > 0].sum()) or 1.0
    each = [float((shares**2 * kind[:, 0]).sum()) for kind in (authors, threads)]
    clusters = 1 / max(*each, independent)
    design = 1 + ALIKE * sum(max(kind / independent - 1, 0.0) for kind in each)
    return SmallSample(
        authors=_leverage(authors, shares),
        threads=_leverage(threads, shares),
        design=design,
        few=clusters < ENOUGH,
        trials=1 / independent / design,
        quantile=float(stdtrit(max(clusters, ENOUGH) - 1, 0.975)),
    )


def _leverage(sums: Floats, shares: Floats) -> float:
    """The factor on a variance that large clusters, pulling the estimate to themselves, hide.

    If cluster means vary by σ², the true variance is σ² Σ m² and the expected estimate within a
    source σ² (Σ m² + (Σ m²)² - 2 Σ m³); the idea of CR2 (Bell and McCaffrey 2002).
    """
    second, third = sums[:, 0], sums[:, 1]
    true = float((shares**2 * second).sum())
    shown = float((shares**2 * (second + second**2 - 2 * third)).sum())
    return 1.0 if true <= 0 else min(true / max(shown, true / _MOST), _MOST)
