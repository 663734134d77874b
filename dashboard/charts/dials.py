"""A dial over its last weeks: a thin line in its interval, between its bounds."""

import math

import altair as alt
import pandas as pd

from dashboard import figures
from dashboard.charts.axes import weeks_axis
from dashboard.charts.bands import alone, band, extent
from dashboard.theme import dressed
from pipeline.look import Palette

_TICKS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.998)
_PERCENT = "100 / (1 + exp(-datum.value))"
_EDGE = 0.002  # log-odds of 0 and 1 are infinite: drawn at the edge


def dial_over_time(weeks: pd.DataFrame, dial: str, colours: Palette) -> alt.LayerChart:
    """`weeks` as of shapes.dial_window; shares that saturate stand on a log-odds axis."""
    odds = dial != "net_sentiment" and _saturates(weeks)
    colour = dial_colour(dial, colours)
    frame = _placed(weeks, odds)
    base = alt.Chart(frame).encode(x=alt.X("week:T", axis=weeks_axis(frame["week"], 3), title=None))
    y = _value_axis(frame, dial, odds)
    layers = [
        *dial_zero(dial, colours),
        *band(base, "low_at", "high_at", colour),
        *(
            base.mark_line(color=colour, strokeWidth=0.8, strokeDash=[2, 2]).encode(y=y)
            for y in ("bound_low_at:Q", "bound_high_at:Q")
        ),
        base.mark_line(color=colour, strokeWidth=1.5).encode(y=y),
        *_points(base.encode(y=y, tooltip=_tooltip()), colour, colours.paper),
    ]
    return dressed(layers, colours, 130)


def dial_colour(dial: str, colours: Palette) -> str:
    """A share is the customers’, net sentiment nobody’s own."""
    return colours.ink if dial == "net_sentiment" else colours.customer


def dial_zero(dial: str, colours: Palette) -> list[alt.Chart]:
    """A line at zero for net sentiment, none for a share."""
    if dial != "net_sentiment":
        return []
    zero = alt.Chart(pd.DataFrame({"at": [0.0]}))
    return [zero.mark_rule(color=colours.muted, opacity=0.6).encode(y="at:Q")]


def _points(base: alt.Chart, colour: str, paper: str) -> list[alt.Chart]:
    """A dot a week, the chosen one large, those of thin weeks open."""
    dots = base.mark_circle(color=colour, opacity=1).encode(
        size=alt.condition("datum.chosen", alt.value(110), alt.value(26))
    )
    holes = base.mark_circle(color=paper, opacity=1).encode(
        size=alt.condition("datum.chosen", alt.value(50), alt.value(9))
    )
    return [dots, holes.transform_filter("datum.thin")]


def _saturates(weeks: pd.DataFrame) -> bool:
    return bool((weeks["value"] > 0.9).any() or (weeks["value"] < 0.1).any())


def _placed(weeks: pd.DataFrame, odds: bool) -> pd.DataFrame:
    """The columns to draw, on the axis chosen; weeks without a value leave a gap."""
    columns = {name: weeks[name] for name in ("value", "low", "high", "bound_low", "bound_high")}
    placed = {
        f"{name}_at": _log_odds(column) if odds else column for name, column in columns.items()
    }
    said = [figures.week_span(week) for week in weeks["week"]]
    shown = [
        "too few to tell" if math.isnan(value) else figures.three_digits(value * 100)
        for value in weeks["value"]
    ]
    lone = alone(weeks["value"])
    told = weeks[["week", "chosen", "thin", "n"]]
    return told.assign(**placed, said=said, shown=shown, alone=lone)


def _log_odds(share: "pd.Series[float]") -> "pd.Series[float]":
    inside = share.clip(_EDGE, 1 - _EDGE)
    odds: pd.Series[float] = inside.map(_logit)
    return odds


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _value_axis(frame: pd.DataFrame, dial: str, odds: bool) -> alt.Y:
    low, high = _domain(frame, dial)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    if odds:
        values = _ticks(low, high)
        # what is drawn at the edge is 100 % as often as it is 99.9
        label = f"format(datum.value > {_logit(0.995)} ? 100 : {_PERCENT}, '.3~g') + ' %'"
        axis = alt.Axis(values=values, labelExpr=label, orient="right")
    else:
        sign = "'+d'" if dial == "net_sentiment" else "'d'"
        unit = "''" if dial == "net_sentiment" else "' %'"
        label = f"datum.value == 0 ? '0' : format(100 * datum.value, {sign}) + {unit}"
        axis = alt.Axis(labelExpr=label, tickCount=3, orient="right")
    return alt.Y("value_at:Q", scale=scale, axis=axis, title=None)


def _domain(frame: pd.DataFrame, dial: str) -> tuple[float, float]:
    """What the line, its band and its bounds need: none is cut off."""
    low, high = extent(frame, ("value_at", *_ENDS))
    if dial == "net_sentiment":
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.1 * (high - low) or 0.05
    return low - room, high + room


_ENDS = ("low_at", "high_at", "bound_low_at", "bound_high_at")


def _ticks(low: float, high: float) -> list[float]:
    """At most four shares that lie in what is drawn, in log-odds."""
    inside = [odds for odds in map(_logit, _TICKS) if low <= odds <= high]
    return inside[:: max(1, math.ceil(len(inside) / 4))]


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("said:N", title="week"),
        alt.Tooltip("shown:N", title="of 100"),
        alt.Tooltip("n:Q", title="n", format=","),
    ]
