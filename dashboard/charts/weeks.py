"""Who spoke and in which tone, week by week: two charts that share their weeks."""

from datetime import date

import altair as alt
import pandas as pd

from dashboard import figures
from dashboard.charts.axes import weeks_axis
from dashboard.shapes.layers import TONES, VOICES
from dashboard.theme import Drawing, dressed
from dashboard.words import shared as words
from pipeline.look import Palette

_FAINT_IF_THIN = alt.condition("datum.thin", alt.value(0.35), alt.value(1.0))


def voices_over_time(
    layers: pd.DataFrame,
    colours: Palette,
    chosen: date | None = None,
    broken: date | None = None,
    height: int = 190,
) -> alt.LayerChart:
    """`layers` as of shapes.voice_layers: counts from zero, thin weeks faint. A click: `monday`."""
    frame = _read(layers, layers["value"].map(figures.count), layers["voice"].map(words.VOICE))
    colour = _colour("voice", VOICES, colours)
    bars = _bars(frame, colour).encode(y=_y(".4~s"), y2="high:Q", opacity=_FAINT_IF_THIN)
    return _finished(_parts(bars, broken, colours), frame, colours, chosen, height)


def tones_over_time(
    layers: pd.DataFrame,
    colours: Palette,
    chosen: date | None = None,
    broken: date | None = None,
    height: int = 190,
) -> alt.LayerChart:
    """`layers` as of shapes.tone_layers: shares of what was scored; weeks with few posts faint."""
    shown = layers["value"].map(figures.share)
    frame = _read(layers, shown, layers["tone"].map(words.TONE))
    bars = _bars(frame, _colour("tone", TONES, colours)).encode(
        y=_y("%", [0, 0.25, 0.5, 0.75, 1.0]), y2="high:Q", opacity=_FAINT_IF_THIN
    )
    return _finished(_parts(bars, broken, colours), frame, colours, chosen, height)


def _parts(bars: alt.Chart, broken: date | None, colours: Palette) -> list[Drawing]:
    return [bars] if broken is None else [bars, _since(broken, colours)]


def _read(layers: pd.DataFrame, shown: "pd.Series[str]", who: "pd.Series[str]") -> pd.DataFrame:
    """The layers with what a tooltip says, and each week's name to select it by."""
    return layers.assign(
        shown=shown,
        who=who,
        said=[figures.week_span(week) for week in layers["week"]],
        monday=[f"{week:%Y-%m-%d}" for week in layers["week"]],
    )


def _bars(frame: pd.DataFrame, colour: alt.Color) -> alt.Chart:
    bars: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X("start:T", axis=weeks_axis(frame["week"], middle=True), title=None),
            x2="end:T",
            color=colour,
            tooltip=[
                alt.Tooltip("said:N", title="week"),
                alt.Tooltip("who:N", title="posts"),
                alt.Tooltip("shown:N", title=" "),
            ],
        )
        .add_params(alt.selection_point(name="week", fields=["monday"]))
    )
    return bars


def _y(form: str, values: list[float] | None = None) -> alt.Y:
    axis = alt.Axis(format=form, minExtent=44, maxExtent=44, tickCount=4)
    if values:
        axis = alt.Axis(format=form, minExtent=44, maxExtent=44, values=values)
    return alt.Y("low:Q", axis=axis, title=None, scale=alt.Scale(nice=False))


def _colour(field: str, names: tuple[str, ...], colours: Palette) -> alt.Color:
    scale = alt.Scale(domain=list(names), range=[getattr(colours, name) for name in names])
    return alt.Color(f"{field}:N", scale=scale, legend=None)


def _since(week: date, colours: Palette) -> alt.LayerChart:
    """A rule at the week since which something is another, with its date."""
    frame = pd.DataFrame({"at": [pd.Timestamp(week)], "said": [f"since {figures.day(week)}"]})
    base = alt.Chart(frame).encode(x="at:T")
    rule = base.mark_rule(color=colours.ink, strokeWidth=1.5, strokeDash=[4, 3])
    said = base.mark_text(align="right", dx=-6, dy=-8, fontWeight=700)
    return alt.LayerChart(layer=[rule, said.encode(y=alt.value(0), text="said:N")])


def _finished(
    parts: list[Drawing],
    frame: pd.DataFrame,
    colours: Palette,
    chosen: date | None,
    height: int,
) -> alt.LayerChart:
    """The layers, with a line beneath the chosen week."""
    here = frame[frame["week"] == pd.Timestamp(chosen)].head(1) if chosen else frame.head(0)
    if len(here):
        line = alt.Chart(here[["start", "end"]]).mark_rule(
            color=colours.ink, strokeWidth=3, yOffset=2
        )
        parts = [*parts, line.encode(x="start:T", x2="end:T", y=alt.value("height"))]
    return dressed(parts, colours, height)
