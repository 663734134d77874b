"""How far an effect would move with other authors and other threads."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.actions.effect import VALUE_AND_MASS, Difference, Measure, Rate
from pipeline.actions.periods import Floats, statistics
from pipeline.authority.clustered import two_way
from pipeline.authority.intervals import Z

Periods = npt.NDArray[np.int64]


def reach(
    found: Difference,
    rows: tuple[pd.DataFrame, ...],
    sources: list[str],
    windows: tuple[Periods, Periods],
    measure: Measure,
) -> float:
    """Half of the interval over authors and threads (Cameron, Gelbach and Miller 2011).

    `rows`: the mentions that count, with their `period`, of the treated, then of the controls;
    `windows`: the periods before and after. Somebody who speaks on both sides counts as one.
    """
    parts = []
    for sign, facts, rates in zip((1.0, -1.0), rows, found.sides, strict=False):
        for when, (window, rate) in enumerate(zip(windows, rates, strict=True)):
            here = facts[facts["period"].isin(window)]
            moved = _moved(here, rate, sources, measure) * (sign if when else -sign)
            parts.append(here[["author_key", "thread_key"]].assign(moved=moved))
    every = pd.concat(parts)
    moved = every["moved"].to_numpy()
    return Z * math.sqrt(two_way(moved, every))


def _moved(rows: pd.DataFrame, rate: Rate, sources: list[str], measure: Measure) -> Floats:
    """By how much each mention moves the rate: (N,)."""
    source = pd.Index(sources, dtype="str").get_indexer(pd.Index(rows["source"]))
    value, mass = (statistics(rows)[column] for column in VALUE_AND_MASS[measure])
    moved: Floats = (value - mass * rate.centre[source]) * rate.factor[source]
    return np.where(source >= 0, moved, 0.0)
