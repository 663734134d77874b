"""Intervals over weeks, whole and within the frame: a light band, of a lone week a light bar."""

from collections.abc import Iterable

import altair as alt
import pandas as pd

_FAINT = 0.18


def alone(values: "pd.Series[float]") -> "pd.Series[bool]":
    """Which weeks have a value and none beside them, so that no band can be drawn?"""
    told = values.notna()
    beside = told.shift(1, fill_value=False) | told.shift(-1, fill_value=False)
    return told & ~beside


def band(base: alt.Chart, low: str, high: str, colour: str) -> list[alt.Chart]:
    """The columns `low` to `high`; where `alone` holds, as a bar."""
    area = base.mark_area(color=colour, opacity=_FAINT).encode(y=f"{low}:Q", y2=f"{high}:Q")
    bar = base.mark_rule(color=colour, opacity=_FAINT, strokeWidth=8)
    lone = bar.encode(y=f"{low}:Q", y2=f"{high}:Q").transform_filter("datum.alone")
    return [area, lone]


def extent(frame: pd.DataFrame, columns: Iterable[str]) -> tuple[float, float]:
    """The least and the largest of what is drawn; 0 and 0 where nothing is."""
    drawn = pd.concat([frame[column] for column in columns]).dropna()
    return (float(drawn.min()), float(drawn.max())) if len(drawn) else (0.0, 0.0)
