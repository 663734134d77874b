"""Axes that several charts share."""

import altair as alt
import pandas as pd


def weeks_axis(weeks: "pd.Series[pd.Timestamp]", most: int = 9) -> alt.Axis:
    """Mondays as «28 Apr», at most so many, the newest among them."""
    mondays = sorted(pd.Timestamp(week) for week in weeks.unique())
    step = max(1, -(-len(mondays) // most))
    kept = mondays[::-1][::step][::-1]
    values = [alt.DateTime(year=week.year, month=week.month, date=week.day) for week in kept]
    return alt.Axis(format="%-d %b", values=values, labelOverlap=True, labelFlush=True)
