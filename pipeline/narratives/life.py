"""Where a narrative is in its life, by a plain rule on its mentions a week.

The first that holds, with weeks counted back from the brand's last week:
emerging  its first mention is less than three weeks old
dormant   no mention in the last four weeks
returned  mentions in the last two weeks after four without any
rising    the last two weeks have at least 1.5 times as many a week as the four before
fading    the last two weeks have at most half as many a week as its best two weeks running
peaking   otherwise
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

_WEEK = timedelta(days=7)


def life(mentions: Mapping[date, int], last: date) -> str:
    """The stage at the brand's week `last`, from a narrative's mentions by Monday."""
    first = min(mentions)
    weeks = (last - first) // _WEEK + 1
    counts = np.array([mentions.get(first + i * _WEEK, 0) for i in range(weeks)], float)
    recent, before = counts[-2:], counts[-6:-2]
    if weeks <= 3:
        return "emerging"
    if not counts[-4:].any():
        return "dormant"
    if recent.any() and weeks > 6 and not before.any():
        return "returned"
    if recent.mean() >= 1.5 * before.mean():
        return "rising"
    best = np.convolve(counts, np.ones(2), "valid").max() / 2
    return "fading" if recent.mean() <= best / 2 else "peaking"
