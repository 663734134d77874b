"""95 % intervals that stay inside their scale and are never of zero width."""

import math
from typing import Final

Z: Final = 1.959963984540054  # the 97.5th percentile of the normal distribution


def wilson(share: float, n: float, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval of a share seen in `n` (effective) trials (Wilson 1927)."""
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def share_interval(
    share: float, variance: float, trials: float, z: float = Z
) -> tuple[float, float]:
    """The interval of a share whose estimate has the given variance.

    Wilson's, with the number of trials in which a simple share would vary as much,
    p (1 - p) / variance (Korn and Graubard 1998). At 0 or 1, where no resampling shows any
    variance, it is `trials`, what the mentions are worth (`small.SmallSample`).
    """
    if share * (1 - share) >= 1e-9 and variance > 0:
        trials = share * (1 - share) / variance
    low, high = wilson(share, max(trials, 1e-9), z)
    return min(low, share), max(high, share)
