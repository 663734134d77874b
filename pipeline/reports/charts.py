"""The charts of a report: pure functions frame -> chart, of a fixed size, for print."""

from datetime import date
from typing import Final

import altair as alt
import numpy as np
import pandas as pd

from pipeline.reports.plain import excerpt
from pipeline.reports.theme import COLOURS, dressed
from pipeline.words import signed

VOICES: Final = ("customer", "brand", "media", "unknown")
TONES: Final = ("negative", "neutral", "positive")
_EDGE: Final = 0.002  # log-odds of 0 and 1 are infinite: drawn at the edge
_TICKS: Final = (0.01, 0.1, 0.5, 0.9, 0.99)
_FAINT_IF_THIN: Final = alt.Scale(domain=[False, True], range=[1.0, 0.4])
_ROW: Final = 19
_LABEL: Final = 36  # characters that fit before the counts


def dial_over_time(dial: pd.DataFrame, weeks: list[date]) -> alt.LayerChart:
    """One dial in one reading (`week`, `value`, `low`, `high`, `thin`) with its 95 % band.

    Shares that saturate stand on a log-odds axis. A week without a value leaves a gap.
    """
    tone = bool((dial["dial"] == "net_sentiment").any())
    odds = not tone and bool(((dial["value"] > 0.9) | (dial["value"] < 0.1)).any())
    frame = dial.assign(
        alone=_alone(dial), **{name: _placed(dial[name], odds) for name in ("value", "low", "high")}
    )
    colour = COLOURS.ink if tone else COLOURS.customer
    domain = _domain(frame, odds or tone)
    base = alt.Chart(frame).encode(x=_weeks_axis(weeks, 3))
    axis, scale = _dial_axis(odds, tone, domain), _scale(domain)
    y, foot = (alt.Y(f"{name}:Q", axis=axis, scale=scale) for name in ("value", "low"))
    dots = base.encode(y=y)
    last = dots.transform_filter(f"datum.week >= {_millis(weeks[-1])}")
    layers = [
        base.mark_area(color=colour, opacity=0.16, clip=True).encode(y=foot, y2="high:Q"),
        base.mark_rule(color=colour, opacity=0.16, strokeWidth=6, clip=True)
        .encode(y=foot, y2="high:Q")
        .transform_filter("datum.alone"),
        dots.mark_line(color=colour, strokeWidth=1.4),
        dots.mark_circle(color=colour, size=12, opacity=1),
        dots.mark_circle(color="white", size=4, opacity=1).transform_filter("datum.thin"),
        last.mark_circle(color=colour, size=60, opacity=1),
    ]
    if tone:
        zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=COLOURS.muted, opacity=0.7)
        layers.insert(0, zero.encode(y="at:Q"))
    return dressed(layers, 165, 66)


def parts_of_change(parts: pd.DataFrame, tone: bool) -> alt.LayerChart:
    """Bars left and right of zero, one a part, the total last (`content.moved_parts`)."""
    right, left = (
        (COLOURS.positive, COLOURS.negative) if tone else (COLOURS.customer, COLOURS.brand)
    )
    frame = parts.assign(
        place=range(len(parts)),
        said=[excerpt(label, _LABEL) for label in parts["label"]],
        posts=[
            f"{before:,.0f} → {after:,.0f} posts"
            for before, after in zip(parts["n_before"], parts["n_after"], strict=True)
        ],
        shown=[signed(total) for total in parts["total"]],
        colour=[
            COLOURS.unknown if low != low else right if total >= 0 else left
            for total, low in zip(parts["total"], parts["low"], strict=True)
        ],
        unsure=(parts["low"] <= 0) & (parts["high"] >= 0),
    )
    low, high = _span(frame)
    base = alt.Chart(frame).encode(y=alt.Y("place:O", axis=None))
    x = alt.X("total:Q", axis=None, scale=alt.Scale(domain=[low, high], range=[255, 445]))
    bars = base.mark_bar(height=10).encode(
        x=x,
        color=alt.Color("colour:N", scale=None),
        opacity=alt.condition("datum.unsure", alt.value(0.4), alt.value(1.0)),
    )
    names = base.mark_text(align="left", fontSize=11)
    posts = base.mark_text(align="right", fontSize=9, color=COLOURS.muted)
    figures = base.mark_text(align="right", fontSize=11)
    reach = base.mark_rule(color=COLOURS.ink, strokeWidth=0.8).encode(x="low:Q", x2="high:Q")
    total = alt.Chart(frame.tail(1)).mark_rule(color=COLOURS.ink, yOffset=-_ROW / 2)
    layers = [
        total.encode(y="place:O", x=alt.value(0), x2=alt.value("width")),
        bars,
        reach.transform_filter("isValid(datum.low)"),
        base.mark_tick(color=COLOURS.ink, size=17, thickness=0.8).encode(x=alt.datum(0)),
        names.encode(x=alt.value(0), text="said:N"),
        posts.encode(x=alt.value(248), text="posts:N"),
        figures.encode(x=alt.value("width"), text="shown:N"),
    ]
    return dressed(layers, 490, _ROW * len(frame))


def voices_by_week(counts: pd.DataFrame, weeks: list[date]) -> alt.LayerChart:
    """Counted posts a week, stacked by voice: `week`, `voice`, `counted`, `thin`."""
    frame = _stacked(counts, "voice", VOICES, weeks)
    y = alt.Y("sum(counted):Q", axis=alt.Axis(tickCount=4, format="~s"), stack="zero")
    return dressed([_bars(frame, "voice", VOICES, weeks).encode(y=y)], 235, 80)


def tones_by_week(shares: pd.DataFrame, weeks: list[date]) -> alt.LayerChart:
    """The share of each tone of what was scored in a week: `week`, `tone`, `share`, `thin`."""
    frame = _stacked(shares, "tone", TONES, weeks)
    axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format="%")
    y = alt.Y("sum(share):Q", axis=axis, stack="zero", scale=alt.Scale(domain=[0, 1]))
    return dressed([_bars(frame, "tone", TONES, weeks).encode(y=y)], 235, 80)


def _stacked(
    frame: pd.DataFrame, field: str, order: tuple[str, ...], weeks: list[date]
) -> pd.DataFrame:
    known = frame[frame[field].isin(order)]
    return known.assign(
        place=[order.index(name) for name in known[field]],
        row=[weeks.index(pd.Timestamp(week).date()) for week in known["week"]],
    )


def _bars(frame: pd.DataFrame, field: str, order: tuple[str, ...], weeks: list[date]) -> alt.Chart:
    colours = [getattr(COLOURS, name) for name in order]
    labels = [f"{week.day} {week:%b}" for week in weeks]
    shown = [place for place in range(len(weeks)) if (len(weeks) - 1 - place) % 3 == 0]
    axis = alt.Axis(values=shown, labelExpr=f"{labels}[datum.value]", labelAngle=0)
    bars: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(size=14)
        .encode(
            x=alt.X("row:O", axis=axis, scale=alt.Scale(domain=list(range(len(weeks))))),
            color=alt.Color(
                f"{field}:N", scale=alt.Scale(domain=list(order), range=colours), legend=None
            ),
            order=alt.Order("place:Q"),
            # a field, not a condition: the sums of a stack know only the fields they are made by
            opacity=alt.Opacity("thin:N", scale=_FAINT_IF_THIN, legend=None),
        )
    )
    return bars


def _weeks_axis(weeks: list[date], every: int) -> alt.X:
    values = [_moment(week) for week in weeks[::-1][::every]]
    axis = alt.Axis(values=values, format="%-d %b", labelFlush=True, labelOverlap=True)
    scale = alt.Scale(type="utc", domain=[_moment(weeks[0]), _moment(weeks[-1])], nice=False)
    return alt.X("week:T", axis=axis, scale=scale)


def _moment(week: date) -> alt.DateTime:
    return alt.DateTime(year=week.year, month=week.month, date=week.day, utc=True)


def _millis(week: date) -> int:
    return int(pd.Timestamp(week, tz="UTC").timestamp() * 1000)


def _placed(share: "pd.Series[float]", odds: bool) -> "pd.Series[float]":
    if not odds:
        return share
    inside = share.clip(_EDGE, 1 - _EDGE)
    return pd.Series(np.log(inside / (1 - inside)), index=share.index)


def _dial_axis(odds: bool, tone: bool, domain: tuple[float, float]) -> alt.Axis:
    if odds:
        places = [float(np.log(tick / (1 - tick))) for tick in _TICKS]
        values = [place for place in places if domain[0] <= place <= domain[1]]
        label = "format(100 / (1 + exp(-datum.value)), '.2~g') + ' %'"
        return alt.Axis(values=values, labelExpr=label, labelOverlap=False, orient="right")
    sign, unit = ("'+d'", "''") if tone else ("'d'", "' %'")
    label = f"datum.value == 0 ? '0' : format(100 * datum.value, {sign}) + {unit}"
    return alt.Axis(labelExpr=label, tickCount=4, orient="right")


def _alone(dial: pd.DataFrame) -> list[bool]:
    """Is there a value in this week and none in its neighbours, so that no band can be drawn?"""
    told = {week for week, value in zip(dial["week"], dial["value"], strict=True) if value == value}
    week = pd.Timedelta(weeks=1)
    return [not {one - week, one + week} & told for one in dial["week"]]


def _scale(domain: tuple[float, float]) -> alt.Scale:
    return alt.Scale(domain=list(domain), nice=False, zero=False)


def _domain(frame: pd.DataFrame, centred: bool) -> tuple[float, float]:
    """Room for the line and its bands; `centred`: the middle (0, or 50 % in log-odds) is in it."""
    drawn = pd.concat([frame["value"], frame["low"], frame["high"]]).dropna()
    low, high = float(drawn.min()), float(drawn.max())
    if centred:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.08 * (high - low) or 0.05
    return low - room, high + room


def _span(frame: pd.DataFrame) -> tuple[float, float]:
    drawn = frame[["total", "low", "high"]]
    low, high = min(0.0, float(drawn.min().min())), max(0.0, float(drawn.max().max()))
    return low, max(high, low + 0.001)
