"""The agenda lead over its weeks: above the line customers set the terms, below it the brand."""

import altair as alt
import pandas as pd

from dashboard import figures
from dashboard.charts.axes import weeks_axis
from dashboard.charts.bands import alone, band
from dashboard.theme import dressed
from pipeline.look import Palette


def lead_over_time(weeks: pd.DataFrame, colours: Palette) -> alt.LayerChart:
    """`weeks` as of views.agenda with `chosen`; a week that is too few to tell leaves a gap."""
    said = [figures.week_span(week) for week in weeks["week"]]
    frame = weeks.assign(said=said, alone=alone(weeks["lead"]))
    base = alt.Chart(frame).encode(x=alt.X("week:T", axis=weeks_axis(frame["week"], 6), title=None))
    y = alt.Y("lead:Q", axis=alt.Axis(tickCount=3, orient="right"), title=None)
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).encode(y=alt.Y("at:Q", title=None))
    return dressed(
        [
            zero.mark_rule(color=colours.muted, opacity=0.6),
            _side(zero, "customers lead", colours.customer, -10),
            _side(zero, "the brand leads", colours.brand, 12),
            *band(base, "low", "high", colours.ink),
            base.mark_line(color=colours.ink, strokeWidth=1.5).encode(y=y),
            base.mark_circle(color=colours.ink, opacity=1).encode(
                y=y,
                size=alt.condition("datum.chosen", alt.value(110), alt.value(26)),
                tooltip=[
                    alt.Tooltip("said:N", title="weeks until"),
                    alt.Tooltip("lead:Q", title="bits", format="+.2f"),
                    alt.Tooltip("pairs:Q", title="pairs of weeks"),
                ],
            ),
        ],
        colours,
        130,
    )


def _side(zero: alt.Chart, said: str, colour: str, dy: int) -> alt.Chart:
    words = zero.mark_text(align="left", dy=dy, color=colour, fontSize=12, text=said)
    placed: alt.Chart = words.encode(x=alt.value(4))
    return placed
