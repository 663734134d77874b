"""What was acted on and its controls, side by side, before and after."""

import altair as alt
import pandas as pd

from dashboard import figures
from dashboard.charts.axes import PERCENT, POINTS, weeks_axis
from dashboard.rows import Row
from dashboard.theme import dressed
from dashboard.words import learn as words
from pipeline.look import Palette


def gap_over_time(levels: pd.DataFrame, row: Row, colours: Palette) -> alt.LayerChart:
    """`levels` as of shapes.effects; a rule at the action, large dots where weeks are compared."""
    frame = levels[levels["value"].notna()]
    shown = [_shown(value, row["measure"]) for value in frame["value"]]
    said = [words.SIDE[side] for side in frame["side"]]
    frame = frame.assign(shown=shown, said=said)
    x = alt.X("start:T", axis=weeks_axis(frame["start"], 4), title=None)
    base = alt.Chart(frame).encode(x=x, y=_axis(str(row["measure"])), color=_colour(colours))
    line = base.mark_line(strokeWidth=1.5, opacity=0.5)
    dots = base.mark_circle().encode(
        opacity=alt.condition("datum.few", alt.value(0.35), alt.value(1.0)),
        size=alt.condition("datum.compared", alt.value(40), alt.value(10)),
        tooltip=[
            alt.Tooltip("start:T", title="from", format="%-d %b"),
            alt.Tooltip("said:N", title=" "),
            alt.Tooltip("shown:N", title=" "),
            alt.Tooltip("n:Q", title="n", format=","),
        ],
    )
    day = alt.Chart(pd.DataFrame({"at": [row["day"]]})).encode(x="at:T")
    rule = day.mark_rule(color=colours.ink, strokeWidth=1.5, strokeDash=[4, 3])
    return dressed([rule, line, dots], colours, 150)


def _colour(colours: Palette) -> alt.Color:
    scale = alt.Scale(domain=["treated", "control"], range=[colours.ink, colours.unknown])
    return alt.Color("side:N", scale=scale, legend=None)


def _axis(measure: str) -> alt.Y:
    said = {
        "volume": "'× ' + format(datum.value, '.3~g')",
        "voice_share": PERCENT,
        "net_sentiment": POINTS,
    }[measure]
    scale = alt.Scale(zero=measure != "voice_share", nice=True)
    axis = alt.Axis(labelExpr=said, tickCount=4, orient="right")
    return alt.Y("value:Q", scale=scale, axis=axis, title=None)


def _shown(value: float, measure: str) -> str:
    if measure == "volume":
        return f"× {figures.three_digits(value)}"
    return figures.dial(measure, value)
