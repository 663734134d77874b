"""Any window of a brand: its dials, and how they changed since another one."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.cells import cells
from pipeline.authority.change import UNKNOWN, Change, change
from pipeline.authority.dials import Figure, Reckoning, figures
from pipeline.authority.facts import counted
from pipeline.authority.rates import Rates, rates


@dataclass(frozen=True)
class Window:
    """What is known of one stretch of days: its figures, and the rates they come from."""

    figures: list[Figure]
    rates: Rates


def window(facts: pd.DataFrame, how: Reckoning, bootstrap: Bootstrap) -> Window:
    """The dials of all of `facts` (with heard weights, `heard.with_heard`)."""
    read = rates(cells(counted(facts), how.sources, bootstrap), how.sources, how.weights)
    return Window(figures(facts, read, how), read)


def changes(before: Window | None, after: Window) -> list[Change]:
    """The change of each figure of `after`; unknown where there is no window before.

    Both windows are drawn with the same bootstrap.
    """
    if before is None:
        return [UNKNOWN] * len(after.figures)
    earlier = {(figure.dial, figure.reading): figure for figure in before.figures}
    return [
        change(earlier[key], figure, before.rates[key], after.rates[key])
        for figure in after.figures
        for key in [(figure.dial, figure.reading)]
    ]


def between(facts: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The facts from `first` to `last`, both days included."""
    return facts[(facts["day"] >= pd.Timestamp(first)) & (facts["day"] <= pd.Timestamp(last))]
