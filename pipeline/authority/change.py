"""How much a dial changed between two windows, with an interval of the change itself."""

import math
from dataclasses import dataclass

from pipeline.authority.bootstrap import two_way_variance
from pipeline.authority.dials import Figure
from pipeline.authority.rates import Rate

Ends = tuple[float, float, float]  # low, value, high


@dataclass(frozen=True)
class Change:
    """After minus before; nothing where either window is too few to tell."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


UNKNOWN = Change()


def change(before: Figure, after: Figure, was: Rate, now: Rate) -> Change:
    """The change of one dial, its interval from those of both windows (MOVER, Zou and Donner 2008).

    Their distances to the estimates add up as correlated errors do; the correlation (the same
    authors speak in both windows) is that of the bootstrap replicates.
    """
    first, second = _ends(before), _ends(after)
    if first is None or second is None:
        return UNKNOWN
    return difference(first, second, _correlation(was, now))


def difference(before: Ends, after: Ends, correlation: float) -> Change:
    """The second estimate less the first, each with the ends of its interval (MOVER)."""
    (low_1, value_1, high_1), (low_2, value_2, high_2) = before, after
    moved = round(value_2 - value_1, 12)
    return Change(
        moved,
        moved - _joined(value_2 - low_2, high_1 - value_1, correlation),
        moved + _joined(high_2 - value_2, value_1 - low_1, correlation),
    )


def _ends(figure: Figure) -> Ends | None:
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    return figure.low, figure.value, figure.high


def _correlation(was: Rate, now: Rate) -> float:
    first, second = was.value[:, 1:].sum(axis=0), now.value[:, 1:].sum(axis=0)
    variances = [float(two_way_variance(figure)) for figure in (first, second, second - first)]
    scale = 2 * math.sqrt(variances[0] * variances[1])
    if scale <= 0:
        return 0.0
    return min(max((variances[0] + variances[1] - variances[2]) / scale, 0.0), 0.9)


def _joined(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2 * correlation * one * other, 0.0))
