"""A dial month by month, quarter by quarter or year by year: dots with their 95 % intervals."""

from typing import Final

import altair as alt
import pandas as pd

from dashboard.charts.axes import dial_axis
from dashboard.charts.beside import shown
from dashboard.charts.dials import dial_colour, dial_zero
from dashboard.rows import rows
from dashboard.theme import dressed
from pipeline.look import Palette

_MOST: Final = 5  # periods that are named beneath


def dial_by_period(periods: pd.DataFrame, dial: str, unit: str, colours: Palette) -> alt.LayerChart:
    """`periods`: rows of authority.compared.PERIODS of one dial, in order."""
    frame = periods.assign(
        said=[_said(first, unit) for first in periods["first"]],
        shown=[shown(row) for row in rows(periods)],
    )[["said", "value", "low", "high", "n", "shown"]]
    colour = dial_colour(dial, colours)
    y = alt.Y(
        "value:Q", axis=dial_axis(dial, "right"), scale=alt.Scale(zero=False, padding=8), title=None
    )
    every = alt.X("said:O", sort=None, title=None, axis=_axis(frame["said"]))
    base = alt.Chart(frame).encode(x=every)
    known = base.transform_filter("isValid(datum.value)")
    layers = [
        *dial_zero(dial, colours),
        known.mark_rule(color=colour, strokeWidth=2, opacity=0.35).encode(
            y=alt.Y("low:Q", title=None), y2="high:Q"
        ),
        known.mark_circle(color=colour, size=55, opacity=1).encode(y=y, tooltip=_tooltip()),
    ]
    return dressed(layers, colours, 150)


def _axis(said: "pd.Series[str]") -> alt.Axis:
    """At most so many names, the newest among them."""
    step = max(1, -(-len(said) // _MOST))
    return alt.Axis(values=list(said)[::-1][::step][::-1], labelAngle=0, labelOverlap=True)


def _said(first: pd.Timestamp, unit: str) -> str:
    if unit == "year":
        return str(first.year)
    return f"{first.year} Q{first.quarter}" if unit == "quarter" else f"{first:%b %Y}"


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("said:N", title=" "),
        alt.Tooltip("shown:N", title=" "),
        alt.Tooltip("n:Q", title="n", format=","),
    ]
