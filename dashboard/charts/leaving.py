"""How often customers speak of leaving, week by week, against the usual rate."""

import math

import altair as alt
import pandas as pd

from dashboard import figures
from dashboard.charts.axes import PERCENT, weeks_axis
from dashboard.charts.bands import alone, band, extent
from dashboard.theme import dressed
from pipeline.look import Palette


def leaving_over_time(weeks: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """`weeks` as of shapes.leaving_window. Early signs are full dots, other weeks small ones."""
    frame = _read(weeks)
    base = alt.Chart(frame).encode(x=alt.X("week:T", axis=weeks_axis(frame["week"]), title=None))
    y = _share_axis(frame)
    layers = [
        *band(base, "low", "high", colours.customer),
        base.mark_line(color=colours.customer, strokeWidth=1.5).encode(y=y),
        base.mark_circle(color=colours.customer, opacity=1, size=26).encode(y=y, tooltip=_TOOLTIP),
        base.mark_circle(color=colours.paper, opacity=1, size=9)
        .encode(y=y)
        .transform_filter("datum.thin"),
        base.mark_circle(color=colours.negative, opacity=1, size=90)
        .encode(y=y, tooltip=_TOOLTIP)
        .transform_filter("datum.early"),
        *_usual(frame, colours),
    ]
    return dressed(layers, colours, 190)


_TICKS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
_TOOLTIP = [
    alt.Tooltip("said:N", title="week"),
    alt.Tooltip("shown:N", title="leave"),
    alt.Tooltip("span:N", title="95 % interval"),
    alt.Tooltip("n:Q", title="customers’ posts", format=","),
]


def _read(weeks: pd.DataFrame) -> pd.DataFrame:
    return weeks.assign(
        alone=alone(weeks["value"]),
        said=[figures.week_span(week) for week in weeks["week"]],
        shown=[_share(value) for value in weeks["value"]],
        span=[
            f"{_share(low)} to {_share(high)}"
            for low, high in zip(weeks["low"], weeks["high"], strict=True)
        ],
    )


def _share(value: float) -> str:
    return "too few to tell" if math.isnan(value) else figures.share(value)


def _share_axis(frame: pd.DataFrame) -> alt.Y:
    """From zero to what line and band need, by square roots: small shares stay apart."""
    top = max(1.05 * extent(frame, ("value", "high", "usual"))[1], 0.01)
    ticks = [tick for tick in _TICKS if tick <= top]
    axis = alt.Axis(
        values=ticks, tickCount=len(_TICKS), labelExpr=PERCENT, labelOverlap=False, minExtent=44
    )
    scale = alt.Scale(type="sqrt", domain=[0.0, top], nice=False)
    return alt.Y("value:Q", title=None, axis=axis, scale=scale)


def _usual(frame: pd.DataFrame, colours: Palette) -> list[alt.Chart]:
    """A dashed line at the rate of the baseline weeks."""
    known = frame["usual"].dropna()
    if known.empty:
        return []
    rule = alt.Chart(pd.DataFrame({"usual": [known.iloc[-1]]}))
    return [rule.mark_rule(color=colours.muted, strokeDash=[4, 3]).encode(y="usual:Q")]
