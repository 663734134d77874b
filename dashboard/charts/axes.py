"""Axes that several charts share."""

from typing import Final, Literal

import altair as alt
import pandas as pd

PERCENT: Final = "format(100 * datum.value, '.3~g') + ' %'"  # labels, as Vega says them
POINTS: Final = "datum.value == 0 ? '0' : format(100 * datum.value, '+d')"


def weeks_axis(weeks: "pd.Series[pd.Timestamp]", most: int = 9, middle: bool = False) -> alt.Axis:
    """Mondays as «28 Apr», at most so many, the newest among them; `middle`: under their bars."""
    mondays = sorted(pd.Timestamp(week) for week in weeks.unique())
    step = max(1, -(-len(mondays) // most))
    kept = mondays[::-1][::step][::-1]
    values = [_moment(week + _NOON if middle else week) for week in kept]
    shift = 3 * 86_400_000 if middle else 0
    said = f"timeFormat(toDate(datum.value - {shift}), '%-d %b')"
    return alt.Axis(labelExpr=said, values=values, labelOverlap=True, labelFlush=not middle)


def _moment(week: pd.Timestamp) -> alt.DateTime:
    return alt.DateTime(year=week.year, month=week.month, date=week.day, hours=week.hour)


_NOON = pd.Timedelta(days=3, hours=12)  # of a week's Thursday


def dial_axis(dial: str, orient: Literal["right", "bottom"]) -> alt.Axis:
    """A share in %, or net sentiment in points with its sign."""
    said = POINTS if dial == "net_sentiment" else PERCENT
    return alt.Axis(labelExpr=said, tickCount=3, orient=orient, grid=orient == "right", title=None)
