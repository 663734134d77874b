"""Day by day, as it would have been seen then: which series left what is usual, since when.

On each day the stretches of one to fourteen days that end there are compared with the baseline
before (`usual`), so that a burst and a slow rise are both found. Only days that were wholly read
count, and only of sources that were so on that day and on four weeks of its baseline: a source that
begins, stops or is interrupted is never a finding.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from pipeline.alerts.findings import Finding, Flags, Stretch
from pipeline.alerts.series import Counts, Floats
from pipeline.alerts.turns import turn_findings
from pipeline.alerts.usual import HISTORY, WINDOW
from pipeline.alerts.volumes import volume_findings

JUDGED: Final = 182  # days: the last half year is judged anew each time, as its counts may change
_LEAST_BASELINE: Final = 28  # days


def scan(counts: Counts, whole_days: Flags, judged: int = JUDGED) -> Iterator[Finding]:
    """The findings of each of the last `judged` days.

    `whole_days` (S, D): was the source wholly read on the day?
    """
    look = volume_findings if counts.whole is None else turn_findings
    first = max(_LEAST_BASELINE + WINDOW, len(counts.days) - judged + 1)
    for end in range(first, len(counts.days) + 1):
        stretch = _stretch(counts, whole_days, end)
        if stretch is not None:
            yield from look(stretch)


def _stretch(counts: Counts, whole_days: Flags, end: int) -> Stretch | None:
    """The days before `end`; None where too few of them are fit to be compared."""
    since = max(end - HISTORY, 0)
    read = whole_days[:, since:end]
    sources = read[:, -1] & (read[:, :-WINDOW].sum(1) >= _LEAST_BASELINE)
    days = read[sources].all(0)
    if not sources.any() or days[:-WINDOW].sum() < _LEAST_BASELINE:
        return None

    def chosen(values: Floats) -> Floats:
        return _padded(values[:, sources, since:end].sum(1) * days)

    day = counts.days[end - 1]
    return Stretch(
        counts.series,
        day,
        chosen(counts.count),
        None if counts.whole is None else chosen(counts.whole),
        _padded(days[None].astype(np.float64))[0],
        np.arange(day.day_of_week + 1 - HISTORY, day.day_of_week + 1) % 7,
    )


def _padded(values: Floats) -> Floats:
    """(K, T) → (K, HISTORY), with days that do not count before the first."""
    return np.pad(values, ((0, 0), (HISTORY - values.shape[1], 0)))
